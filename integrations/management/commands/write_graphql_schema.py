"""`manage.py write_graphql_schema`: docs/schema.graphql, from the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from integrations.graphql.schema import SCHEMA


class Command(BaseCommand):
    """Write the schema."""

    help = "Write the GraphQL schema."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--file`, the path of the schema."""
        parser.add_argument("--file", type=Path, required=True)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write it."""
        file.write_text(SCHEMA.as_str() + "\n")
