"""The pictures of the demo video: four scenes drawn with Pillow, each with a moving camera.

A scene is prepared once (its layers are wider than the frame) and then asked for its picture at
a time; the same time gives the same picture on every machine.
"""

from __future__ import annotations

import math
import random
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw

from devstack.demo_drawing import (
    Globe,
    eased,
    glow,
    gradient,
    hills,
    mixed,
    paste_reduced,
    ring,
)

WIDTH, HEIGHT = 1280, 720


class Scene(Protocol):
    """`title` is shown in the scene's first seconds."""

    title: str

    def draw(self, progress: float) -> Image.Image:
        """Draw the RGB picture of WIDTH by HEIGHT at `progress` (0 to 1) through the scene."""


class Dawn:
    """The planet rises behind hills while the camera moves to the right."""

    title = "VideoPlanet"

    def __init__(self) -> None:
        """Prepare the layers."""
        self._sky = gradient(
            (WIDTH, HEIGHT),
            [
                (0, (26, 24, 74)),
                (0.4, (133, 62, 128)),
                (0.62, (240, 128, 112)),
                (1, (255, 214, 150)),
            ],
        )
        self._sky.paste(sun := glow(420, (255, 236, 190), 0.85), (120, 170), sun)
        self._globe = Globe(
            300, [(214, 150, 122), (182, 104, 104), (236, 190, 150), (150, 84, 106)], 3
        )
        self._rings = [ring(300, (255, 226, 196), front=front) for front in (False, True)]
        ridges = (
            (11, 330, (178, 96, 132), (226, 142, 132), 0),
            (12, 270, (112, 62, 112), (160, 88, 116), 0),
            (13, 210, (56, 36, 80), (84, 48, 92), 90),
            (14, 150, (22, 18, 46), (30, 22, 54), 150),
        )
        self._hills = [
            hills(seed, 2400, height, [(0, top), (1, bottom)], trees)
            for seed, height, top, bottom, trees in ridges
        ]

    def draw(self, progress: float) -> Image.Image:
        """See Scene."""
        picture = self._sky.copy()
        x, y = int(760 - 60 * progress), int(330 - 210 * eased(progress))
        ring_at = (x - 135, y + 75)
        picture.paste(self._rings[0], ring_at, self._rings[0])
        picture.paste(self._globe.draw(progress * 0.35), (x, y), self._globe.mask)
        picture.paste(self._rings[1], ring_at, self._rings[1])
        for depth, layer in enumerate(self._hills):
            offset = int(eased(progress) * (120 + 260 * depth))
            part = layer.crop((offset, 0, offset + WIDTH, layer.height))
            picture.paste(part, (0, HEIGHT - layer.height), part)
        return picture


class Orbit:
    """A large planet turns, a moon goes around it, stars drift at two speeds."""

    title = "Orbit"

    def __init__(self) -> None:
        """Prepare the layers."""
        self._space = self._stars(1600, 900)
        self._near = self._bright_stars(1900, 90)
        self._globe = Globe(
            460, [(62, 132, 196), (38, 92, 164), (120, 186, 214), (222, 236, 240)], 8
        )
        self._moon = Globe(90, [(196, 190, 182), (160, 152, 146), (214, 208, 200)], 5)
        self._halo = glow(400, (96, 168, 255), 0.55)

    @staticmethod
    def _stars(width: int, height: int) -> Image.Image:
        chance = random.Random(21)
        space = gradient((width, height), [(0, (6, 8, 26)), (0.55, (20, 18, 56)), (1, (8, 10, 30))])
        for _ in range(9):
            colour = chance.choice([(96, 52, 140), (32, 84, 150), (130, 48, 110)])
            cloud = glow(chance.randint(180, 380), colour, 0.35)
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
            star = glow(chance.randint(3, 9), (255, 250, 236), 1.0)
            layer.paste(star, (chance.randrange(width), chance.randrange(HEIGHT)), star)
        return layer

    def draw(self, progress: float) -> Image.Image:
        """See Scene."""
        left, top = int(40 + 240 * progress), int(150 - 130 * eased(progress))
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
        """Prepare the layers."""
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
        """See Scene."""
        left = int(240 * eased(progress))
        picture = self._ground.crop((left, 0, left + WIDTH, HEIGHT))
        paste_reduced(picture, (120, 130), self._polygons(progress))
        paste_reduced(picture, (780, 110), self._arcs(progress))
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
        paste_reduced(picture, (int(x - 50), int(y - 50)), big)


class Night:
    """A night valley from which the camera draws back; a shooting star passes."""

    title = "Night"

    def __init__(self) -> None:
        """Prepare the layers."""
        size = (1600, 900)
        self._valley = gradient(size, [(0, (5, 9, 32)), (0.6, (24, 40, 88)), (1, (62, 84, 132))])
        chance = random.Random(31)
        for _ in range(500):
            light = chance.randint(90, 255)
            at = chance.randrange(size[0]), chance.randrange(560)
            self._valley.putpixel(at, (light, light, 255))
        self._valley.paste(halo := glow(320, (206, 220, 255), 0.6), (880, -90), halo)
        moon = Globe(150, [(232, 230, 220), (214, 210, 200), (242, 240, 232)], 6)
        self._valley.paste(moon.draw(0.2), (1125, 155), moon.mask)
        for seed, height, colour in (
            (41, 420, (30, 44, 92)),
            (42, 320, (20, 30, 66)),
            (43, 220, (10, 16, 40)),
        ):
            ridge = hills(
                seed, size[0], height, [(0, colour), (1, mixed(colour, (0, 0, 0), 0.4))], 60
            )
            self._valley.paste(ridge, (0, size[1] - height), ridge)
        draw = ImageDraw.Draw(self._valley)
        for _ in range(70):  # lit windows
            x, y = chance.randrange(size[0]), chance.randrange(790, 890)
            draw.rectangle((x, y, x + 3, y + 4), fill=(255, chance.randint(190, 230), 120))

    def draw(self, progress: float) -> Image.Image:
        """See Scene."""
        zoom = 0.62 + 0.38 * eased(progress)
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
