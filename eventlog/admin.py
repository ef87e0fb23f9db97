"""The event log in Django's admin: a read-only audit trail."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from eventlog.models import Event, Stream
from videoplanet.admin import ReadOnly, rows_of


@admin.register(Stream)
class StreamAdmin(ReadOnly):
    """The newest seq of each project's log and of each person's notifications."""

    list_display = ("id", "seq", "truncated_through", "events")
    search_fields = ("id",)
    ids_only = True
    search_help_text = _("Id of the project, or of the person notified")

    @admin.display(description=_("events"))
    def events(self, stream: Stream) -> SafeString:
        """Return a link to the stream's events."""
        return rows_of(str(_("Events")), "eventlog_event", stream_id__exact=stream.id)


@admin.register(Event)
class EventAdmin(ReadOnly):
    """What happened, when, by whom."""

    list_display = ("at", "type", "stream_id", "seq", "actor_id")
    search_fields = ("stream_id",)
    ids_only = True
    search_help_text = _("Id of the project, or of the person notified")
    id_fields = ("stream_id",)
    fields = ("stream_id", "seq", "type", "at", "actor_id", "readable")
    readonly_fields = ("readable",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Leave the payloads, which may be large, out of the list."""
        return super().get_queryset(request).defer("payload")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        """List a stream's events by seq, an order that their index has; it is that of their ids."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found.order_by("-seq") if search_term else found, may_repeat

    @admin.display(description=_("payload"))
    def readable(self, event: Event) -> SafeString:
        """Return the payload, indented."""
        text = json.dumps(event.payload, ensure_ascii=False, indent=2)
        return format_html('<pre class="payload">{}</pre>', text)
