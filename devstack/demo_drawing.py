"""What the scenes of the demo video are drawn with: skies, ridges, planets, lights, letters."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Stops = Sequence[tuple[float, Colour]]
# Edges are drawn twice as large and reduced: ImageDraw does not smooth them.
_SCALE = 2


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Make a vertical gradient through `stops` of (position 0 to 1, colour)."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        column.putpixel((0, y), _between(stops, y / (size[1] - 1)))
    return column.resize(size)


def _between(stops: Stops, position: float) -> Colour:
    for (start, first), (end, second) in pairwise(stops):
        if position <= end:
            return mixed(first, second, (position - start) / (end - start))
    return stops[-1][1]


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def eased(progress: float) -> float:
    """Slow down at both ends, as a camera on a dolly."""
    return progress * progress * (3 - 2 * progress)


def glow(radius: int, colour: Colour, strength: float) -> Image.Image:
    """Make a soft round light, RGBA, twice `radius` wide."""
    falloff = ImageChops.invert(Image.radial_gradient("L").resize((2 * radius, 2 * radius)))
    alpha = falloff.point([round(strength * 255 * (v / 255) ** 3) for v in range(256)])
    light = Image.new("RGBA", alpha.size, colour)
    light.putalpha(alpha)
    return light


def hills(seed: int, width: int, height: int, colours: Stops, trees: int = 0) -> Image.Image:
    """Draw a ridge, transparent above its line, with `trees` firs on it."""
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
        """Paint the texture; `diameter` in pixels."""
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
            colour = mixed(chance.choice(colours), chance.choice(colours), chance.random())
            draw.rectangle((0, y, diameter * 2, y + thick), fill=colour)
            y += thick
        for _ in range(70):  # storms; those at the right edge go on at the left
            x, y = chance.randrange(diameter * 2), chance.randrange(diameter)
            wide = chance.randint(diameter // 30, diameter // 4)
            colour = mixed(chance.choice(colours), (255, 255, 255), chance.uniform(0, 0.3))
            for left in (x, x - diameter * 2):
                draw.ellipse((left, y, left + wide, y + wide // 6), fill=colour)
        # Twice, side by side, so that a part of half the width can be cut out anywhere.
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
        for top, bottom in pairwise(edges):
            for left, right in pairwise(edges):
                corners = ((left, top), (left, bottom), (right, bottom), (right, top))
                cells.append(((left, top, right, bottom), [on_texture(*c) for c in corners]))
        return cells

    def draw(self, turn: float) -> Image.Image:
        """Draw the lit globe (RGB, to be pasted through `mask`) after `turn` of a rotation."""
        shift = (turn % 1.0) * self.diameter * 2
        mesh = [
            (box, tuple(value for x, y in quad for value in (x + shift, y)))
            for box, quad in self._grid
        ]
        size = (self.diameter, self.diameter)
        ball = self._texture.transform(size, Image.Transform.MESH, mesh)
        return ImageChops.multiply(ball, self._shade)


def ring(diameter: int, colour: Colour, *, front: bool) -> Image.Image:
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


def paste_reduced(picture: Image.Image, at: tuple[int, int], big: Image.Image) -> None:
    small = big.reduce(_SCALE)
    picture.paste(small, at, small)


def text_mask(text: str, size: int) -> Image.Image:
    """Draw white text on black (L), in the font that Pillow brings along."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    mask = Image.new("L", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4))
    ImageDraw.Draw(mask).text((2 - left, 2 - top), text, fill=255, font=font)
    return mask
