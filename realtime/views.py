"""The event log over HTTP."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from projects.models import Membership
from realtime.models import Event, Stream
from realtime.serializers import EventResponse, EventsQuery
from users.tokens import UserRequest
from videoplanet.api.errors import ProblemError
from videoplanet.api.reads import by_content
from videoplanet.api.serializers import query
from videoplanet.api.views import ViewSet


class LogPruned(ProblemError):
    """The log does not reach back that far (410)."""

    status = 410
    code = "log_pruned"
    detail = _("The log begins at %(floor)d. Read everything anew, then go on from its seq.")

    def __init__(self, floor: int) -> None:
        super().__init__(str(self.detail) % {"floor": floor})


@extend_schema(tags=["Events"])
class EventViewSet(ViewSet):
    """What happened in a project."""

    @extend_schema(
        operation_id="listEvents", parameters=[EventsQuery], responses=EventResponse(many=True)
    )
    def list(self, request: UserRequest, id: UUID) -> Response:
        """Replay the log behind `after`: seq without holes, in the order of the commits.

        410 (`log_pruned`) where the log does not reach back that far.
        """
        asked = query(EventsQuery, request)
        access = Membership.objects.access(request.user, id)
        events = Event.objects.filter(stream_id=id, seq__gt=asked["after"]).order_by("seq")
        rows = list(events.as_json().values_list("seq", "json")[: asked["limit"]])
        # Read behind the events: a log cut between the two is noticed.
        floor = Stream.objects.filter(id=id).values_list("floor", flat=True).first() or 0
        if asked["after"] < floor:
            raise LogPruned(floor)
        # Events may have come since the access was read.
        newest = max(access.seq, rows[-1][0] if rows else 0)
        text = f"[{', '.join(text for _seq, text in rows)}]"
        return by_content(request, text, {"X-Project-Seq": str(newest)})
