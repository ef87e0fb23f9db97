"""Drawings on the frame: their shape and limits (seed §8.2)."""

from typing import Any

from rest_framework import serializers

from videoplanet.api.serializers import ChoiceField, NumberField, StrictSerializer

MAX_SHAPES = 50
SHAPES = ("rectangle", "circle", "arrow", "text")
DEFAULT_STYLE = {"color": "#FF0000", "width": 2}


class DrawingStyle(StrictSerializer):
    """How a shape is drawn."""

    color = serializers.RegexField(
        r"^#[0-9A-Fa-f]{6}$", default=DEFAULT_STYLE["color"], help_text="#RRGGBB"
    )
    width = NumberField(min_value=1, max_value=10, default=DEFAULT_STYLE["width"])


class DrawingShape(StrictSerializer):
    """One shape."""

    type = ChoiceField(choices=SHAPES)
    coordinates = serializers.ListField(child=NumberField(), min_length=2, max_length=8)
    style = DrawingStyle(default=DEFAULT_STYLE)


class DrawingData(StrictSerializer):
    """A drawing: at most 50 shapes."""

    shapes = serializers.ListField(child=DrawingShape(), max_length=MAX_SHAPES, required=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Validate; a wrong shape is named by its index (`drawing_data.shapes[3].type`)."""
        return super().to_internal_value(data)
