"""`GET /api/schema`: the OpenAPI document, as YAML or JSON."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


@cache
def _document() -> Any:
    """Return the document.

    It takes a second to make, anybody may ask for it, and it never changes while the process runs.
    """
    generator: Any = SchemaGenerator
    return generator().get_schema(request=None, public=True)


class BrowserRenderer(OpenApiYamlRenderer):
    """YAML for a browser, which would save the other types to a file."""

    media_type = "text/html"
    format = "txt"


RENDERERS: list[type[BaseRenderer]] = [*SpectacularAPIView.renderer_classes, BrowserRenderer]


@cache
def _rendered(media_type: str) -> bytes | str:
    """Return the document's bytes."""
    renderers = {renderer.media_type: renderer for renderer in RENDERERS}
    body: bytes | str = renderers[media_type]().render(_document(), renderer_context={})
    return body


class SchemaView(SpectacularAPIView):
    """Permissions and negotiation are drf-spectacular's."""

    renderer_classes = RENDERERS

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer in the form that `Accept` or `?format=` asks for."""
        renderer = request.accepted_renderer
        body = _rendered(renderer.media_type)
        for_browser = isinstance(renderer, BrowserRenderer)
        media_type = "text/plain; charset=utf-8" if for_browser else renderer.media_type
        response = HttpResponse(body, content_type=media_type)
        response["Content-Disposition"] = f'inline; filename="videoplanet.{renderer.format}"'
        return response
