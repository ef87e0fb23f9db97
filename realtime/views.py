"""The event log over HTTP: as a list, or as a stream."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from eventlog.models import Event, Stream
from eventlog.resources import EVENT, EventResponse
from projects.models import Access, Membership
from realtime.serializers import EventsQuery
from realtime.streaming import MEDIA_TYPE, Wanted, begin_stream, can_stream
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
    detail = _("The log begins at %(floor)d. Read everything anew, then go on from its seq.")

    def __init__(self, floor: int) -> None:
        super().__init__(str(self.detail) % {"floor": floor})


class EventStreamRenderer(JSONRenderer):
    """Stands for a stream when the client names it in `Accept`; problems stay JSON."""

    media_type = MEDIA_TYPE
    format = "event-stream"


class StreamAuthentication(TokenAuthentication):
    """Takes `?token=` too for a stream: EventSource can't send headers."""

    def token_of(self, request: Request) -> str | None:
        """Return what the request shows."""
        return super().token_of(request) or (
            request.query_params.get("token") if is_stream(request) else None
        )


def is_stream(request: Request) -> bool:
    """Say whether the client wants a stream."""
    renderer = request.accepted_renderer
    return request.method == "GET" and isinstance(renderer, EventStreamRenderer)


class EventViewSet(ViewSet):
    """What happened in a project, and what happens."""

    tag = "Events"
    authentication_classes = (StreamAuthentication,)
    renderer_classes = (JSONRenderer, EventStreamRenderer)

    @operation(
        "listEvents",
        parameters=[EventsQuery],
        responses=EventResponse(many=True),
        auth=[{"bearer": []}],
        errors=(410,),
    )
    def list(self, request: UserRequest, id: UUID) -> HttpResponseBase:
        """Replay the log behind `after`: seq without holes, in the order of the commits.

        410 (`log_pruned`) where the log does not reach back that far. With `text/event-stream` in
        `Accept` it is a stream of what happens, behind `last_event_id` where that is given.
        """
        asked = query(EventsQuery, request)
        access = Membership.objects.access(request.user, id)
        if is_stream(request):
            return self._stream(request, access, asked.get("last_event_id"))
        events = Event.objects.filter(stream_id=id, seq__gt=asked["after"]).order_by("seq")
        rows = list(EVENT.annotate(events).values_list("seq", "json")[: asked["limit"]])
        # Read behind the events: a log cut between the two is noticed.
        floor = Stream.objects.filter(id=id).values_list("floor", flat=True).first() or 0
        if asked["after"] < floor:
            raise LogPruned(floor)
        # Events may have come since the access was read.
        newest = max(access.seq, rows[-1][0] if rows else 0)
        text = f"[{', '.join(text for _seq, text in rows)}]"
        return by_content(request, text, {"X-Project-Seq": str(newest)})

    def _stream(
        self, request: UserRequest, access: Access, last_event_id: str | None
    ) -> HttpResponseBase:
        """Begin a stream. Raises NotAcceptable where REST alone is served."""
        if not can_stream(request._request):  # noqa: SLF001 - DRF has no other way to it
            raise NotAcceptable(_("This server has the log as JSON only."))
        principal = request.auth
        assert isinstance(principal, Principal)  # noqa: S101 - from the authentication above
        given = request.headers.get("Last-Event-ID") or last_event_id or ""
        seq, _hyphen, log = given.partition("-")
        wanted = Wanted(
            principal, access.project_id, access.role, StreamPosition.read(seq, log or None)
        )
        return begin_stream(request._request, wanted)  # noqa: SLF001
