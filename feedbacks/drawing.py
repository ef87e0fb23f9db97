"""Drawings on the frame: their shape and limits (seed §8.2)."""

from typing import Any

from rest_framework import serializers

from videoplanet.api.serializers import ChoiceField, NumberField, StrictSerializer

MAX_SHAPES = 50
SHAPES = ("rectangle", "circle", "arrow", "text")
DEFAULT_COLOR = "#FF0000"
DEFAULT_WIDTH = 2.0


class DrawingStyle(StrictSerializer):
    """How a shape is drawn."""

    color = serializers.RegexField(r"^#[0-9A-Fa-f]{6}$", default=DEFAULT_COLOR, help_text="#RRGGBB")
    width = NumberField(min_value=1, max_value=10, default=DEFAULT_WIDTH)


class DrawingShape(StrictSerializer):
    """One shape."""

    type = ChoiceField(choices=SHAPES)
    coordinates = serializers.ListField(child=NumberField(), min_length=2, max_length=8)
    style: Any = DrawingStyle(default={"color": DEFAULT_COLOR, "width": DEFAULT_WIDTH})


class DrawingData(StrictSerializer):
    """A drawing: at most 50 shapes."""

    shapes = serializers.ListField(child=DrawingShape(), max_length=MAX_SHAPES, required=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Validate; a wrong shape is named by its index (`drawing_data.shapes[3].type`)."""
        return super().to_internal_value(data)
