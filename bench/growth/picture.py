"""The growth of routes as a picture."""

from collections.abc import Sequence

from bench.growth.report import Growth
from bench.picture import Dots, draw_dots


def draw(routes: Sequence[Growth]) -> str:
    """Return the SVG of routes."""
    title = "Median time of a request, by the number of feedbacks"
    rows = [Dots(route.name, route.milliseconds, route.grows) for route in routes]
    return draw_dots(title, [f"{size:,}" for size in routes[0].sizes], rows)
