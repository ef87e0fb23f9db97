"""The event log over HTTP, as a list or as a stream."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request
from rest_framework.response import Response

from eventlog.models import Event, Stream
from eventlog.resources import EVENT
from projects.models import Access, Membership
from realtime.catalogue import LOGGED_EVENT
from realtime.connection_monitor import connection_monitor
from realtime.history import history_start
from realtime.present import present_in_projects
from realtime.serializers import EventsQuery, ProjectPresence, TicketResponse
from realtime.streaming import (
    MEDIA_TYPE,
    EventStreamRequest,
    begin_event_stream,
    can_send_event_stream,
)
from realtime.subscriptions import StreamPosition
from users.access_tokens import is_secret
from users.claims import Principal
from users.models import User
from users.tickets import create_ticket, principal_of_ticket
from users.tokens import TokenAuthentication, UserRequest
from videoplanet.api.errors import ProblemError
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.output import JSONRenderer, reader_of
from videoplanet.api.rendering import dumps
from videoplanet.api.responses import by_content
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import query
from videoplanet.api.views import ViewSet
from videoplanet.storage.media_urls import origin_of


class LogPruned(ProblemError):
    """The log does not reach back that far (410)."""

    status = 410
    code = "log_pruned"
    detail = _(
        "The log begins after seq %(seq)d. Read everything again, then continue from its seq."
    )

    def __init__(self, truncated_through: int) -> None:
        super().__init__(str(self.detail) % {"seq": truncated_through})


class TooManyConnections(ProblemError):
    """The person has as many sockets and streams open as are allowed (429)."""

    status = 429
    code = "too_many_connections"
    detail = _("You have too many connections open. Close one of them.")


class EventStreamRenderer(JSONRenderer):
    """Makes DRF accept the media type of streams; only problems (JSON) are rendered by it."""

    media_type = MEDIA_TYPE
    format = "event-stream"


class EventStreamAuthentication(TokenAuthentication):
    """For a stream, accepts `?token=` and `?ticket=` too: EventSource can't send headers."""

    def authenticate(self, request: Request) -> tuple[User, Principal] | None:
        """Return the user and the principal; a ticket is used up."""
        ticket = request.query_params.get("ticket") if wants_event_stream(request) else None
        return self.accept(principal_of_ticket(ticket)) if ticket else super().authenticate(request)

    def token_of(self, request: Request) -> str | None:
        """Return the token of the header, or of a stream's query.

        An access token is accepted in the header only, since it is valid for long and URLs are
        written to logs. Programs can send headers, or a ticket.
        """
        token = request.query_params.get("token") if wants_event_stream(request) else None
        return super().token_of(request) or (None if is_secret(token or "") else token)


def wants_event_stream(request: Request) -> bool:
    """Say whether the client wants an event stream."""
    renderer = request.accepted_renderer
    return request.method == "GET" and isinstance(renderer, EventStreamRenderer)


class TicketViewSet(ViewSet):
    """Tickets for sockets and streams."""

    tag = "Events"

    @operation(
        "createTicket", scope=Scope.READ, request=None, responses={201: TicketResponse}, headers=()
    )
    def create(self, request: UserRequest) -> Response:
        """Make a ticket that opens one socket or stream within 30 seconds, as `?ticket=`.

        It stands for the token of this request: when that ends, so does what the ticket opened.
        """
        principal = request.auth
        assert isinstance(principal, Principal)  # noqa: S101 - from the authentication
        ticket, expires_at = create_ticket(principal)
        answer = {"ticket": ticket, "expires_at": expires_at}
        return Response(answer, status=201, headers={"Cache-Control": "no-store"})


class PresenceViewSet(ViewSet):
    """Who is connected to your projects."""

    tag = "Projects"

    @operation("listPresence", responses=ProjectPresence(many=True), headers=(ETAG,))
    def list(self, request: UserRequest) -> Response:
        """List who is connected to each of your projects now; those where nobody is are left out.

        A project's socket says it live. While Redis is away, the list is empty.
        """
        return by_content(request, dumps(present_in_projects(request.user)).decode())


class EventViewSet(ViewSet):
    """The events of a project."""

    tag = "Events"
    authentication_classes = (EventStreamAuthentication,)
    renderer_classes = (JSONRenderer, EventStreamRenderer)

    @operation(
        "listEvents",
        parameters=[EventsQuery],
        responses=LOGGED_EVENT,
        auth=[{"bearer": []}],
        errors=(410,),
        drawings=True,
    )
    def list(self, request: UserRequest, id: UUID) -> HttpResponseBase:
        """Return the logged events after `after`, in the order of their commits.

        The `seq` of the events has no holes. The answer is 410 (`log_pruned`) where the log does
        not reach back that far; for a guest it begins where they joined. An event whose text was
        edited or deleted later has the payload `{id, redacted: true}`: skip it. With
        `text/event-stream` in `Accept` the answer is a stream that stays open; it continues after
        `last_event_id` where that is given.
        """
        params = query(EventsQuery, request)
        access = Membership.objects.access(request.user, id)
        if wants_event_stream(request):
            return self._stream(request, access, params.get("last_event_id"))
        events = Event.objects.filter(stream_id=id, seq__gt=params["after"]).order_by("seq")
        rows = list(EVENT.annotate(events).values_list("seq", "json")[: params["limit"]])
        # Read after the events, so that a truncation between the two queries is noticed.
        stream = Stream.objects.filter(id=id).only("truncated_through").first()
        pruned = stream.truncated_through if stream else 0
        start = max(pruned, history_start(request.user, id))
        if params["after"] < start:
            raise LogPruned(start)
        # Events may have been added since `access` was read.
        newest = max(access.seq, rows[-1][0] if rows else 0)
        text = f"[{', '.join(text for _seq, text in rows)}]"
        return by_content(request, text, {"X-Project-Seq": str(newest)})

    def _stream(
        self, request: UserRequest, access: Access, last_event_id: str | None
    ) -> HttpResponseBase:
        """Begin a stream. Raises NotAcceptable on a server that serves only REST."""
        if not can_send_event_stream(request._request):  # noqa: SLF001 - DRF has no other way to it
            raise NotAcceptable(_("This server sends the log only as JSON."))
        principal = request.auth
        assert isinstance(principal, Principal)  # noqa: S101 - from the authentication above
        if connection_monitor().is_full(principal.user.pk):
            raise TooManyConnections
        event_id = request.headers.get("Last-Event-ID") or last_event_id or ""
        seq, _hyphen, log_id = event_id.partition("-")
        position = StreamPosition.parse(seq, log_id or None)
        start = history_start(request.user, access.project_id)
        reader = reader_of(request)._replace(origin=origin_of(request._request))  # noqa: SLF001
        stream = EventStreamRequest(
            principal, access.project_id, access.role, start, position, reader
        )
        return begin_event_stream(request._request, stream)  # noqa: SLF001
