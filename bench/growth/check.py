"""Are the rows such as the product would have written? COPY left out the checks of the database."""

from typing import Any

from django.db.models import Count, Exists, ForeignKey, Max, OuterRef, Q

from bench.growth.history import History
from eventlog.models import Event, Stream


def check(history: History) -> None:
    """Raise RuntimeError for a row that refers to none, and for a stream whose seq has holes."""
    for model in history.rows:
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                parent: Any = field.related_model
                parents = parent.objects.filter(pk=OuterRef(field.attname))
                given = Q(**{f"{field.attname}__isnull": False})
                orphans = model.objects.filter(given, ~Exists(parents)).count()
                if orphans:
                    raise RuntimeError(f"{orphans} rows of {model.__name__} have no {field.name}")
    logged = Event.objects.values("stream_id").annotate(number=Count("id"), newest=Max("seq"))
    found = {row["stream_id"]: (row["number"], row["newest"]) for row in logged}
    for stream_id, seq in Stream.objects.filter(seq__gt=0).values_list("id", "seq"):
        if found.get(stream_id) != (seq, seq):
            raise RuntimeError(f"stream {stream_id} is at {seq}, its log at {found.get(stream_id)}")
