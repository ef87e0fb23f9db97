"""Rows on their way into the database by COPY, as the models describe them."""

from typing import Any

from django.db import connection
from django.db.models import AutoField, Model
from psycopg import Cursor, sql


class Rows:
    """Rows of one model. What a row doesn't say has the model's default."""

    def __init__(self, model: type[Model]) -> None:
        blank = model()
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, AutoField)]
        self.table = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.defaults = [
            field.get_db_prep_save(getattr(blank, field.attname), connection) for field in fields
        ]
        self.waiting: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """Add a row. JSON is given as text."""
        row = self.defaults.copy()
        for name, value in values.items():
            row[self.places[name]] = value
        self.waiting.append(row)

    def copy(self, cursor: Cursor[Any]) -> None:
        """Send the rows to the database, and begin with none again."""
        columns = sql.SQL(", ").join([sql.Identifier(column) for column in self.columns])
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.table), columns)
        with cursor.copy(statement) as copy:
            for row in self.waiting:
                copy.write_row(row)
        self.waiting.clear()
