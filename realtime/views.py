"""The event log over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from projects.models import Membership
from realtime.models import Event
from realtime.serializers import EventResponse, EventsQuery
from users.tokens import UserRequest
from videoplanet.api.reads import by_content
from videoplanet.api.serializers import query
from videoplanet.api.views import ViewSet


@extend_schema(tags=["Events"])
class EventViewSet(ViewSet):
    """What happened in a project."""

    @extend_schema(
        operation_id="listEvents", parameters=[EventsQuery], responses=EventResponse(many=True)
    )
    def list(self, request: UserRequest, id: UUID) -> Response:
        """Replay the log behind `after`: seq without holes, in the order of the commits."""
        asked = query(EventsQuery, request)
        access = Membership.objects.access(request.user, id)
        events = Event.objects.filter(project_id=id, seq__gt=asked["after"]).order_by("seq")
        rows = list(events.as_json().values_list("seq", "json")[: asked["limit"]])
        # Events may have come since the access was read.
        newest = max(access.seq, rows[-1][0] if rows else 0)
        text = f"[{', '.join(text for _seq, text in rows)}]"
        return by_content(request, text, {"X-Project-Seq": str(newest)})
