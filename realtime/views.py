"""The event log over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from projects.models import Membership
from realtime.models import Event
from realtime.serializers import EventResponse, EventsQuery
from users.tokens import UserRequest
from videoplanet.api import media
from videoplanet.api.rendering import RawJSON
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
        texts = list(events.as_json()[: asked["limit"]])
        text = media.fill(f"[{', '.join(texts)}]")
        return Response(RawJSON(text.encode()), headers={"X-Project-Seq": str(access.seq)})
