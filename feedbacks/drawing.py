"""Drawings on a frame: their schema and limits, and what their coordinates mean.

Stored and returned are fractions of the picture, 0 to 1 (docs/drawings.md); pixels are accepted.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from videoplanet.api.serializers import (
    ChoiceField,
    NumberField,
    StrictSerializer,
    TextField,
)

MAX_SHAPES = 50
MAX_POINTS = 2000
"""Of all shapes of a drawing together."""
SHAPES = ("rectangle", "circle", "arrow", "text", "path")
MAX_NUMBERS = 8
"""Coordinates of any shape but a path."""
DEFAULT_COLOR = "#FF0000"
DEFAULT_WIDTH = 2.0
TEXT_MAX = 500
CANVAS_MAX = 100_000
PIXELS = (1280, 720)
"""The picture's size for pixel coordinates with neither a canvas nor a screenshot."""
DIGITS = 6
"""Decimal places of a fraction: a hundredth of a pixel at 8K."""
CLICK = 0.04
"""Half the width of the rectangle or circle that a single point stands for."""

type Numbers = Sequence[float]
type Size = tuple[float, float]


class DrawingStyle(StrictSerializer):
    """How a shape is drawn."""

    color = serializers.RegexField(r"^#[0-9A-Fa-f]{6}$", default=DEFAULT_COLOR, help_text="#RRGGBB")
    width = NumberField(
        min_value=1,
        max_value=10,
        default=DEFAULT_WIDTH,
        help_text="Of the line, in pixels of a picture of 1280×720; text grows with it.",
    )


class BoundedList(serializers.ListField):
    """A list whose length is checked before what is in it, which may be millions of numbers."""

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the validated list."""
        if isinstance(data, list) and self.max_length and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class DrawingShape(StrictSerializer):
    """One shape. `path` is drawn freehand; only who asks for it (`?shapes=path`) receives it."""

    type = ChoiceField(choices=SHAPES)
    coordinates = BoundedList(
        child=NumberField(),
        min_length=2,
        max_length=2 * MAX_POINTS,
        help_text=(
            "Points, x and y in turn; x grows to the right, y downwards. `rectangle`: two opposite"
            " corners. `circle`: the centre and a point on the edge, or the centre and the radius"
            " (three numbers, in the system of x). `arrow`: from the tail to the head. `text`: its"
            " top left corner. `path`: the points of a line. At most 8 numbers, except of a"
            " `path`. Fractions of the picture from 0 to 1, or pixels: see `canvas`."
        ),
    )
    style: Any = DrawingStyle(default={"color": DEFAULT_COLOR, "width": DEFAULT_WIDTH})
    text = TextField(
        max_length=TEXT_MAX,
        required=False,
        help_text="Required for a `text`, refused for the other types.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check the fields against the type."""
        is_text, count = attrs["type"] == "text", len(attrs["coordinates"])
        if attrs["type"] != "path" and count > MAX_NUMBERS:
            many = {"coordinates": [_("Only a path has more than 8 numbers.")]}
            raise serializers.ValidationError(many, code="max_length")
        if is_text and "text" not in attrs:
            missing = {"text": [_("A shape of type text needs a text.")]}
            raise serializers.ValidationError(missing, code="required")
        if not is_text and "text" in attrs:
            other = {"text": [_("Only a shape of type text has a text.")]}
            raise serializers.ValidationError(other, code="not_a_text")
        if count % 2 and (attrs["type"], count) != ("circle", 3):
            odd = {"coordinates": [_("Points have two numbers each: x and y.")]}
            raise serializers.ValidationError(odd, code="odd")
        return attrs


class Canvas(StrictSerializer):
    """The size in pixels of the canvas that was drawn on."""

    width = NumberField(min_value=1, max_value=CANVAS_MAX)
    height = NumberField(min_value=1, max_value=CANVAS_MAX)


class DrawingData(StrictSerializer):
    """A drawing: at most 50 shapes and 2,000 points.

    Answers have fractions of the picture, 0 to 1, and no `canvas`.
    """

    canvas: Any = Canvas(
        required=False,
        help_text=(
            "The coordinates are pixels of this. Without it they are fractions, unless any number"
            " of the drawing is above 1: then all are pixels of the screenshot as it was sent, or"
            " of 1280×720 if there is none."
        ),
    )
    shapes = BoundedList(child=DrawingShape(), max_length=MAX_SHAPES, required=False)

    def validate_shapes(self, shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Check the number of points of all shapes."""
        if sum(len(shape["coordinates"]) for shape in shapes) > 2 * MAX_POINTS:
            raise serializers.ValidationError(
                _("A drawing has at most 2,000 points."), code="too_many_points"
            )
        return shapes


def normalized(drawing: dict[str, Any], *, screenshot: Size | None) -> dict[str, Any]:
    """Return a valid drawing in the form that is stored; `{}` for one without shapes.

    `screenshot` is the uploaded screenshot's size in pixels. Points outside the picture are moved
    to its edge, so that a stroke that slipped beyond it is not lost.
    """
    shapes = drawing.get("shapes") or []
    if not shapes:
        return {}
    width, height = _unit_size(drawing, shapes, screenshot)
    return {"shapes": [_shape(shape, width, height) for shape in shapes]}


def _unit_size(drawing: dict[str, Any], shapes: list[Any], screenshot: Size | None) -> Size:
    """Return the whole picture's width and height in the drawing's own coordinates."""
    if canvas := drawing.get("canvas"):
        return canvas["width"], canvas["height"]
    if any(number > 1 for shape in shapes for number in shape["coordinates"]):
        return screenshot or PIXELS
    return 1.0, 1.0


def _shape(shape: dict[str, Any], width: float, height: float) -> dict[str, Any]:
    numbers = shape["coordinates"]
    if len(numbers) == 3:  # a circle with a radius: put the point on the side with more room
        x, y, radius = numbers
        numbers = (x, y, x + radius if 2 * x <= width else x - radius, y)
    points = [(x / width, y / height) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    placed = PLACE_BY_TYPE[shape["type"]](points)
    flat = [round(number, DIGITS) + 0.0 for point in placed for number in point]
    return shape | {"coordinates": flat}


type Points = list[tuple[float, float]]


def _inside(number: float) -> float:
    return min(1.0, max(0.0, number))


def _clamped(points: Points) -> Points:
    return [(_inside(x), _inside(y)) for x, y in points]


def _rectangle(points: Points) -> Points:
    """Return two corners around all points; a single point becomes a small rectangle."""
    if len(points) == 1:
        ((x, y),) = points
        points = [(x - CLICK, y - CLICK), (x + CLICK, y + CLICK)]
    if len(points) > 2:
        across, down = zip(*points, strict=True)
        points = [(min(across), min(down)), (max(across), max(down))]
    return _clamped(points)


def _circle(points: Points) -> Points:
    """Return the centre and a point on the edge, which may lie outside: it sets the radius."""
    x, y = points[0]
    edge = points[1] if len(points) > 1 else (x + CLICK if x <= 0.5 else x - CLICK, y)
    centre = (_inside(x), _inside(y))
    return [centre, (max(-1.0, min(2.0, edge[0])), max(-1.0, min(2.0, edge[1])))]


def _arrow(points: Points) -> Points:
    """Return the points from tail to head; a single point becomes the head."""
    if len(points) == 1:
        x, y = points[0]
        length = 3 * CLICK
        points = [
            (x + (length if x <= 0.5 else -length), y + (length if y <= 0.5 else -length)),
            (x, y),
        ]
    return _clamped(points)


def _text(points: Points) -> Points:
    return _clamped(points[:1])


PLACE_BY_TYPE = {
    "rectangle": _rectangle,
    "circle": _circle,
    "arrow": _arrow,
    "text": _text,
    "path": _clamped,
}
