"""`manage.py write_asyncapi`: docs/asyncapi.yaml, from the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.renderers import OpenApiYamlRenderer

from realtime.asyncapi import document
from realtime.catalogue import Undescribed


class Command(BaseCommand):
    """Write the AsyncAPI document."""

    help = "Write the AsyncAPI document of the sockets."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--file`, the path of the document."""
        parser.add_argument("--file", type=Path, required=True)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write the document. Raises CommandError for an event that the catalogue lacks."""
        try:
            asyncapi = document()
        except Undescribed as error:
            raise CommandError(str(error)) from error
        renderer: Any = OpenApiYamlRenderer()
        text: bytes = renderer.render(asyncapi, renderer_context={})
        file.write_bytes(text)
