"""The pictures of the demo video: four scenes drawn with Pillow, each with a moving camera.

A scene is prepared once (its layers are wider than the frame) and then asked for its picture at
a time; the same time gives the same picture on every machine.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1280, 720
Colour = tuple[int, int, int]
Stops = Sequence[tuple[float, Colour]]
# Edges are drawn twice as large and reduced: ImageDraw does not smooth them.
_SCALE = 2


class Scene(Protocol):
    """`title` is shown in the scene's first seconds."""

    title: str

    def draw(self, progress: float) -> Image.Image:
        """The RGB picture of WIDTH × HEIGHT at `progress` (0 to 1) through the scene."""


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical gradient through `stops` of (position 0 to 1, colour)."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        column.putpixel((0, y), _between(stops, y / (size[1] - 1)))
    return column.resize(size)


def _between(stops: Stops, position: float) -> Colour:
    for (start, first), (end, second) in zip(stops, stops[1:], strict=False):
        if position <= end:
            return _mixed(first, second, (position - start) / (end - start))
    return stops[-1][1]


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _eased(progress: float) -> float:
    """Slow at both ends, as a camera on a dolly."""
    return progress * progress * (3 - 2 * progress)


def _glow(radius: int, colour: Colour, strength: float) -> Image.Image:
    """A soft round light, RGBA, 2 × `radius` wide."""
    falloff = ImageChops.invert(Image.radial_gradient("L").resize((2 * radius, 2 * radius)))
    alpha = falloff.point([round(strength * 255 * (v / 255) ** 3) for v in range(256)])
    light = Image.new("RGBA", alpha.size, colour)
    light.putalpha(alpha)
    return light


def _hills(seed: int, width: int, height: int, colours: Stops, trees: int = 0) -> Image.Image:
    """A ridge, transparent above its line, with `trees` firs on it."""
    chance = random.Random(seed)
    waves = [(chance.uniform(0.6, 1.4) * n, chance.uniform(0, 6.28), 1 / n) for n in (1, 2, 3, 7)]
    total = sum(share for _, _, share in waves)

    def ridge(x: float) -> float:
        angle = x / width * 2 * math.pi * 1.6
        level = sum(math.sin(angle * f + phase) * share for f, phase, share in waves) / total
        return height * (0.42 - 0.32 * level)

    mask = Image.new("L", (width * _SCALE, height * _SCALE))
    draw = ImageDraw.Draw(mask)
    line = [(x * _SCALE, ridge(x) * _SCALE) for x in range(0, width + 8, 8)]
    draw.polygon([(0, height * _SCALE), *line, (width * _SCALE, height * _SCALE)], fill=255)
    for _ in range(trees):
        x, tall = chance.uniform(0, width), chance.uniform(18, 46)
        for level in range(3):
            top = ridge(x) + 6 - tall * (1 - level * 0.22)
            half, deep = tall * (0.14 + 0.07 * level), tall * 0.5
            corners = [(x, top), (x - half, top + deep), (x + half, top + deep)]
            draw.polygon([(a * _SCALE, b * _SCALE) for a, b in corners], fill=255)
    layer = gradient((width, height), colours).convert("RGBA")
    layer.putalpha(mask.reduce(_SCALE))
    return layer


class Globe:
    """A striped planet that turns: its texture is stretched over a half sphere."""

    def __init__(self, diameter: int, colours: Sequence[Colour], seed: int) -> None:
        self.diameter = diameter
        self._texture = self._stripes(diameter, colours, seed)
        big = diameter * _SCALE
        mask = Image.new("L", (big, big))
        ImageDraw.Draw(mask).ellipse((4, 4, big - 4, big - 4), fill=255)
        self.mask = mask.reduce(_SCALE)
        # Light from the upper left: a radial gradient whose bright middle is off centre.
        light = ImageChops.invert(Image.radial_gradient("L")).resize((int(diameter * 2.2),) * 2)
        offset = int(diameter * 0.78)
        light = light.crop((offset, offset, offset + diameter, offset + diameter))
        shade = [min(255, int(255 * (v / 200) ** 1.3)) for v in range(256)]
        self._shade = light.point(shade).convert("RGB")
        self._grid = self._quads(12)

    @staticmethod
    def _stripes(diameter: int, colours: Sequence[Colour], seed: int) -> Image.Image:
        chance = random.Random(seed)
        texture = Image.new("RGB", (diameter * 2, diameter))
        draw = ImageDraw.Draw(texture)
        y = 0
        while y < diameter:
            thick = chance.randint(diameter // 60, diameter // 14)
            colour = _mixed(chance.choice(colours), chance.choice(colours), chance.random())
            draw.rectangle((0, y, diameter * 2, y + thick), fill=colour)
            y += thick
        for _ in range(70):  # storms; those at the right edge go on at the left
            x, y = chance.randrange(diameter * 2), chance.randrange(diameter)
            wide = chance.randint(diameter // 30, diameter // 4)
            colour = _mixed(chance.choice(colours), (255, 255, 255), chance.uniform(0, 0.3))
            for left in (x, x - diameter * 2):
                draw.ellipse((left, y, left + wide, y + wide // 6), fill=colour)
        # Once more behind itself, so that any part that is half as wide can be cut out.
        doubled = Image.new("RGB", (diameter * 4, diameter))
        doubled.paste(texture, (0, 0))
        doubled.paste(texture, (diameter * 2, 0))
        return doubled.filter(ImageFilter.GaussianBlur(diameter / 90))

    def _quads(
        self, count: int
    ) -> list[tuple[tuple[int, int, int, int], list[tuple[float, float]]]]:
        """For each cell of a grid over the disc: where its corners lie on the texture."""
        size, radius = self.diameter, self.diameter / 2

        def on_texture(x: float, y: float) -> tuple[float, float]:
            v = max(-1.0, min(1.0, (y - radius) / radius))
            across = math.sqrt(max(1e-6, 1 - v * v))
            u = max(-1.0, min(1.0, (x - radius) / radius / across))
            longitude, latitude = math.asin(u) / math.pi, math.asin(v) / math.pi
            return (longitude + 0.5) * size, (latitude + 0.5) * (size - 1)

        edges = [round(size * n / count) for n in range(count + 1)]
        cells = []
        for top, bottom in zip(edges, edges[1:], strict=False):
            for left, right in zip(edges, edges[1:], strict=False):
                corners = ((left, top), (left, bottom), (right, bottom), (right, top))
                cells.append(((left, top, right, bottom), [on_texture(*c) for c in corners]))
        return cells

    def draw(self, turn: float) -> Image.Image:
        """The lit globe (RGB, to be pasted through `mask`) after `turn` of a whole rotation."""
        shift = (turn % 1.0) * self.diameter * 2
        mesh = [
            (box, tuple(value for x, y in quad for value in (x + shift, y)))
            for box, quad in self._grid
        ]
        size = (self.diameter, self.diameter)
        ball = self._texture.transform(size, Image.Transform.MESH, mesh)
        return ImageChops.multiply(ball, self._shade)


def _ring(diameter: int, colour: Colour, *, front: bool) -> Image.Image:
    """Half of a planet's ring, RGBA; the other half is behind the planet."""
    wide, tall = int(diameter * 1.9), int(diameter * 0.5)
    big = Image.new("RGBA", (wide * _SCALE, tall * _SCALE))
    draw = ImageDraw.Draw(big)
    for inset, alpha in ((0.00, 120), (0.035, 200), (0.085, 90), (0.12, 170)):
        dx, dy = big.width * inset, big.height * inset
        box = (4 + dx, 4 + dy, big.width - 4 - dx, big.height - 4 - dy)
        angles = (0, 180) if front else (180, 360)
        draw.arc(box, *angles, fill=(*colour, alpha), width=int(big.width * 0.022))
    return big.reduce(_SCALE)


def _paste_reduced(picture: Image.Image, at: tuple[int, int], big: Image.Image) -> None:
    small = big.reduce(_SCALE)
    picture.paste(small, at, small)


def text_mask(text: str, size: int) -> Image.Image:
    """White text on black (L), in the font that Pillow brings along."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    mask = Image.new("L", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4))
    ImageDraw.Draw(mask).text((2 - left, 2 - top), text, fill=255, font=font)
    return mask


class Dawn:
    """The planet rises behind hills while the camera moves to the right."""

    title = "VideoPlanet"

    def __init__(self) -> None:
        self._sky = gradient(
            (WIDTH, HEIGHT),
            [
                (0, (26, 24, 74)),
                (0.4, (133, 62, 128)),
                (0.62, (240, 128, 112)),
                (1, (255, 214, 150)),
            ],
        )
        self._sky.paste(sun := _glow(420, (255, 236, 190), 0.85), (120, 170), sun)
        self._globe = Globe(
            300, [(214, 150, 122), (182, 104, 104), (236, 190, 150), (150, 84, 106)], 3
        )
        self._rings = [_ring(300, (255, 226, 196), front=front) for front in (False, True)]
        ridges = (
            (11, 330, (178, 96, 132), (226, 142, 132), 0),
            (12, 270, (112, 62, 112), (160, 88, 116), 0),
            (13, 210, (56, 36, 80), (84, 48, 92), 90),
            (14, 150, (22, 18, 46), (30, 22, 54), 150),
        )
        self._hills = [
            _hills(seed, 2400, height, [(0, top), (1, bottom)], trees)
            for seed, height, top, bottom, trees in ridges
        ]

    def draw(self, progress: float) -> Image.Image:
        picture = self._sky.copy()
        x, y = int(760 - 60 * progress), int(330 - 210 * _eased(progress))
        ring_at = (x - 135, y + 75)
        picture.paste(self._rings[0], ring_at, self._rings[0])
        picture.paste(self._globe.draw(progress * 0.35), (x, y), self._globe.mask)
        picture.paste(self._rings[1], ring_at, self._rings[1])
        for depth, layer in enumerate(self._hills):
            offset = int(_eased(progress) * (120 + 260 * depth))
            part = layer.crop((offset, 0, offset + WIDTH, layer.height))
            picture.paste(part, (0, HEIGHT - layer.height), part)
        return picture


class Orbit:
    """A large planet turns, a moon goes around it, stars drift at two speeds."""

    title = "Orbit"

    def __init__(self) -> None:
        self._space = self._stars(1600, 900)
        self._near = self._bright_stars(1900, 90)
        self._globe = Globe(
            460, [(62, 132, 196), (38, 92, 164), (120, 186, 214), (222, 236, 240)], 8
        )
        self._moon = Globe(90, [(196, 190, 182), (160, 152, 146), (214, 208, 200)], 5)
        self._halo = _glow(400, (96, 168, 255), 0.55)

    @staticmethod
    def _stars(width: int, height: int) -> Image.Image:
        chance = random.Random(21)
        space = gradient((width, height), [(0, (6, 8, 26)), (0.55, (20, 18, 56)), (1, (8, 10, 30))])
        for _ in range(9):
            colour = chance.choice([(96, 52, 140), (32, 84, 150), (130, 48, 110)])
            cloud = _glow(chance.randint(180, 380), colour, 0.35)
            at = chance.randrange(width) - cloud.width // 2, chance.randrange(height) - 200
            space.paste(cloud, at, cloud)
        for _ in range(900):
            light = chance.randint(60, 200)
            at = chance.randrange(width), chance.randrange(height)
            space.putpixel(at, (light, light, min(255, light + 30)))
        return space

    @staticmethod
    def _bright_stars(width: int, count: int) -> Image.Image:
        chance = random.Random(22)
        layer = Image.new("RGB", (width, HEIGHT))
        for _ in range(count):
            star = _glow(chance.randint(3, 9), (255, 250, 236), 1.0)
            layer.paste(star, (chance.randrange(width), chance.randrange(HEIGHT)), star)
        return layer

    def draw(self, progress: float) -> Image.Image:
        left, top = int(40 + 240 * progress), int(150 - 130 * _eased(progress))
        picture = self._space.crop((left, top, left + WIDTH, top + HEIGHT))
        left = int(580 * progress)
        near = self._near.crop((left, 0, left + WIDTH, HEIGHT))
        picture = ImageChops.lighter(picture, near)
        x, y = int(430 - 80 * progress), int(120 + 20 * math.sin(progress * math.pi))
        angle = (0.35 + 0.9 * progress) * 2 * math.pi
        moon_at = (
            int(x + 185 + 420 * math.cos(angle)),
            int(y + 185 + 90 * math.sin(angle)),
        )
        moon = (self._moon.draw(progress * 0.5), moon_at, self._moon.mask)
        picture.paste(self._halo, (x - 170, y - 170), self._halo)
        if math.sin(angle) < 0:
            picture.paste(*moon)
        picture.paste(self._globe.draw(progress * 0.8), (x, y), self._globe.mask)
        if math.sin(angle) >= 0:
            picture.paste(*moon)
        return picture


class Shapes:
    """Turning polygons and a ball that bounces: motion that a reviewer can talk about."""

    title = "Shapes in motion"
    _COLOURS = ((38, 70, 83), (42, 157, 143), (233, 196, 106), (244, 162, 97), (231, 111, 81))

    def __init__(self) -> None:
        self._ground = gradient(
            (WIDTH + 240, HEIGHT),
            [
                (0, (250, 244, 228)),
                (0.74, (247, 226, 190)),
                (0.741, (226, 190, 150)),
                (1, (204, 160, 124)),
            ],
        )
        draw = ImageDraw.Draw(self._ground)
        for x in range(0, WIDTH + 240, 80):
            draw.line((x, 534, x * 2 - 700, HEIGHT), fill=(214, 176, 138), width=2)

    def draw(self, progress: float) -> Image.Image:
        left = int(240 * _eased(progress))
        picture = self._ground.crop((left, 0, left + WIDTH, HEIGHT))
        _paste_reduced(picture, (120, 130), self._polygons(progress))
        _paste_reduced(picture, (780, 110), self._arcs(progress))
        self._ball(picture, progress)
        return picture

    def _polygons(self, progress: float) -> Image.Image:
        canvas = Image.new("RGBA", (720, 720))
        draw = ImageDraw.Draw(canvas)
        for index, colour in enumerate(self._COLOURS):
            radius, sides = 350 - index * 64, 3 + index
            turn = progress * 360 * (1 if index % 2 else -1) * (0.5 + 0.12 * index)
            draw.regular_polygon((360, 360, radius), sides, rotation=turn, fill=colour)
        return canvas

    def _arcs(self, progress: float) -> Image.Image:
        canvas = Image.new("RGBA", (720, 720))
        draw = ImageDraw.Draw(canvas)
        for index, colour in enumerate(self._COLOURS):
            inset = 12 + index * 64
            start = progress * 720 * (0.4 + 0.2 * index) + index * 70
            box = (inset, inset, 720 - inset, 720 - inset)
            draw.arc(box, start, start + 210 + 20 * index, fill=colour, width=44)
        return canvas

    def _ball(self, picture: Image.Image, progress: float) -> None:
        phase = (progress * 7) % 1.0
        height = 4 * phase * (1 - phase)
        squash = max(0.0, 0.12 - height) * 2.2
        x, y = 90 + 1060 * progress, 560 - 300 * height
        shadow = 34 - 16 * height
        draw = ImageDraw.Draw(picture)
        draw.ellipse((x - shadow, 594, x + shadow, 606), fill=(176, 134, 100))
        big = Image.new("RGBA", (200, 200))
        wide, tall = 80 * (1 + squash), 80 * (1 - squash)
        box = (100 - wide, 180 - 2 * tall, 100 + wide, 180)
        ImageDraw.Draw(big).ellipse(box, fill=(214, 64, 69))
        _paste_reduced(picture, (int(x - 50), int(y - 50)), big)


class Night:
    """A night valley from which the camera draws back; a shooting star passes."""

    title = "Night"

    def __init__(self) -> None:
        size = (1600, 900)
        self._valley = gradient(size, [(0, (5, 9, 32)), (0.6, (24, 40, 88)), (1, (62, 84, 132))])
        chance = random.Random(31)
        for _ in range(500):
            light = chance.randint(90, 255)
            at = chance.randrange(size[0]), chance.randrange(560)
            self._valley.putpixel(at, (light, light, 255))
        self._valley.paste(halo := _glow(320, (206, 220, 255), 0.6), (880, -90), halo)
        moon = Globe(150, [(232, 230, 220), (214, 210, 200), (242, 240, 232)], 6)
        self._valley.paste(moon.draw(0.2), (1125, 155), moon.mask)
        for seed, height, colour in (
            (41, 420, (30, 44, 92)),
            (42, 320, (20, 30, 66)),
            (43, 220, (10, 16, 40)),
        ):
            ridge = _hills(
                seed, size[0], height, [(0, colour), (1, _mixed(colour, (0, 0, 0), 0.4))], 60
            )
            self._valley.paste(ridge, (0, size[1] - height), ridge)
        draw = ImageDraw.Draw(self._valley)
        for _ in range(70):  # lit windows
            x, y = chance.randrange(size[0]), chance.randrange(790, 890)
            draw.rectangle((x, y, x + 3, y + 4), fill=(255, chance.randint(190, 230), 120))

    def draw(self, progress: float) -> Image.Image:
        zoom = 0.62 + 0.38 * _eased(progress)
        wide, tall = 1600 * zoom, 900 * zoom
        left, top = (1600 - wide) * 0.62, (900 - tall) * 0.55
        box = (left, top, left + wide, top + tall)
        picture = self._valley.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box)
        if 0.35 < progress < 0.5:
            way = (progress - 0.35) / 0.15
            x, y = 160 + 620 * way, 60 + 190 * way
            draw = ImageDraw.Draw(picture)
            for step in range(24):
                light = 255 - step * 9
                at = (x - step * 6, y - step * 1.84)
                draw.line((*at, at[0] - 6, at[1] - 1.84), fill=(light, light, 255), width=3)
        return picture
