"""The event log over HTTP, as a list or as a stream."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from eventlog.models import Event, Stream
from eventlog.resources import EVENT
from projects.models import Access, Membership
from realtime.catalogue import LOGGED_EVENT
from realtime.serializers import EventsQuery
from realtime.streaming import MEDIA_TYPE, StreamRequest, begin_stream, can_stream
from realtime.subscriptions import StreamPosition
from users.tokens import Principal, TokenAuthentication, UserRequest
from videoplanet.api.errors import ProblemError
from videoplanet.api.operations import operation
from videoplanet.api.rendering import JSONRenderer
from videoplanet.api.responses import by_content
from videoplanet.api.serializers import query
from videoplanet.api.views import ViewSet


class LogPruned(ProblemError):
    """The log does not reach back that far (410)."""

    status = 410
    code = "log_pruned"
    detail = _(
        "The log begins after seq %(seq)d. Read everything again, then continue from its seq."
    )

    def __init__(self, truncated_through: int) -> None:
        super().__init__(str(self.detail) % {"seq": truncated_through})


class EventStreamRenderer(JSONRenderer):
    """Makes DRF accept the media type of streams; only problems (JSON) are rendered by it."""

    media_type = MEDIA_TYPE
    format = "event-stream"


class StreamAuthentication(TokenAuthentication):
    """For a stream, accepts `?token=` too: EventSource can't send headers."""

    def token_of(self, request: Request) -> str | None:
        """Return the token of the header, or of a stream's query."""
        return super().token_of(request) or (
            request.query_params.get("token") if is_stream(request) else None
        )


def is_stream(request: Request) -> bool:
    """Say whether the client wants a stream."""
    renderer = request.accepted_renderer
    return request.method == "GET" and isinstance(renderer, EventStreamRenderer)


class EventViewSet(ViewSet):
    """The events of a project."""

    tag = "Events"
    authentication_classes = (StreamAuthentication,)
    renderer_classes = (JSONRenderer, EventStreamRenderer)

    @operation(
        "listEvents",
        parameters=[EventsQuery],
        responses=LOGGED_EVENT,
        auth=[{"bearer": []}],
        errors=(410,),
    )
    def list(self, request: UserRequest, id: UUID) -> HttpResponseBase:
        """Return the logged events after `after`, in the order of their commits.

        The `seq` of the events has no holes. The answer is 410 (`log_pruned`) where the log does
        not reach back that far. With `text/event-stream` in `Accept` the answer is a stream that
        stays open; it continues after `last_event_id` where that is given.
        """
        params = query(EventsQuery, request)
        access = Membership.objects.access(request.user, id)
        if is_stream(request):
            return self._stream(request, access, params.get("last_event_id"))
        events = Event.objects.filter(stream_id=id, seq__gt=params["after"]).order_by("seq")
        rows = list(EVENT.annotate(events).values_list("seq", "json")[: params["limit"]])
        # Read after the events, so that a truncation between the two queries is noticed.
        stream = Stream.objects.filter(id=id).only("truncated_through").first()
        if stream and params["after"] < stream.truncated_through:
            raise LogPruned(stream.truncated_through)
        # Events may have been added since `access` was read.
        newest = max(access.seq, rows[-1][0] if rows else 0)
        text = f"[{', '.join(text for _seq, text in rows)}]"
        return by_content(request, text, {"X-Project-Seq": str(newest)})

    def _stream(
        self, request: UserRequest, access: Access, last_event_id: str | None
    ) -> HttpResponseBase:
        """Begin a stream. Raises NotAcceptable on a server that serves only REST."""
        if not can_stream(request._request):  # noqa: SLF001 - DRF has no other way to it
            raise NotAcceptable(_("This server sends the log only as JSON."))
        principal = request.auth
        assert isinstance(principal, Principal)  # noqa: S101 - from the authentication above
        event_id = request.headers.get("Last-Event-ID") or last_event_id or ""
        seq, _hyphen, log_id = event_id.partition("-")
        position = StreamPosition.parse(seq, log_id or None)
        stream = StreamRequest(
            principal, access.project_id, access.role, get_language() or "en", position
        )
        return begin_stream(request._request, stream)  # noqa: SLF001
