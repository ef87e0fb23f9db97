"""`GET /api/schema`: the OpenAPI document, as YAML or JSON."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request


@cache
def _document() -> Any:
    """Return the document.

    It takes a second to make, anybody may ask for it, and it never changes while the process runs.
    """
    generator: Any = SchemaGenerator
    return generator().get_schema(request=None, public=True)


@cache
def _rendered(media_type: str) -> bytes | str:
    """Return the document's bytes."""
    renderers = {each.media_type: each for each in SpectacularAPIView.renderer_classes}
    return renderers[media_type]().render(_document(), renderer_context={})


class SchemaView(SpectacularAPIView):
    """Renderers, permissions and negotiation are drf-spectacular's."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer in the form that `Accept` or `?format=` asks for."""
        renderer = request.accepted_renderer
        body = _rendered(renderer.media_type)
        response = HttpResponse(body, content_type=renderer.media_type)
        response["Content-Disposition"] = f'inline; filename="videoplanet.{renderer.format}"'
        return response
