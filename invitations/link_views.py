"""Share links over HTTP."""

from uuid import UUID

from django.views.decorators.debug import sensitive_variables
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import serializers
from invitations.guests import Closed
from invitations.links import change_link, enter_link, make_link, revoke_link
from invitations.mails import public_url
from invitations.models import ShareLink
from invitations.resources import SHARE_LINK, NewShareLink, ShareLinkResponse
from invitations.views import SECRET, entered, not_entered, page_of
from projects.models import Membership, Role
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import operation
from videoplanet.api.responses import created_with, resource
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import SecretThrottle, client_address
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent


def _link(request: UserRequest, id: UUID) -> Response:
    rows = ShareLink.objects.visible_to(request.user).filter(id=id)
    return resource(request, SHARE_LINK.annotate(rows))


class ShareLinkViewSet(ViewSet):
    """Links by which people come in without an invitation of their own; admins only."""

    tag = "Share links"

    @operation(
        "listShareLinks",
        parameters=[serializers.ShareLinksQuery],
        responses=ShareLinkResponse(many=True),
        errors=(403,),
    )
    def list(self, request: UserRequest) -> Response:
        """List a project's links, newest first."""
        asked = query(serializers.ShareLinksQuery, request)
        access = Membership.objects.access(request.user, asked["project_id"], role=Role.ADMIN)
        rows = SHARE_LINK.annotate(ShareLink.objects.filter(project_id=asked["project_id"]))
        return page_of(request, rows, asked, access)

    @operation(
        "createShareLink",
        request=serializers.CreateShareLink,
        responses={201: NewShareLink},
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Make a link. Its address is in this answer and nowhere else."""
        given = body(serializers.CreateShareLink, request)
        access = Membership.objects.access(
            request.user, given.pop("project_id"), role=Role.ADMIN, field="project_id"
        )
        given |= {"role": Role(given["role"]), "password": given.get("password") or ""}

        def write() -> Response:
            link, token = make_link(access=access, **given)
            rows = SHARE_LINK.annotate_begun(ShareLink.objects.filter(id=link.id))
            address = {"url": public_url(link.project_id, link=token)}
            response = created_with(rows, address, replay={"url": None})
            response["Cache-Control"] = "no-store"
            return response

        return write

    @operation(
        "updateShareLink",
        request=serializers.ChangeShareLink,
        responses=ShareLinkResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change role, end, password or number of guests."""
        access = ShareLink.objects.access(request.user, id, role=Role.ADMIN)
        changes = body(serializers.ChangeShareLink, request)
        change_link(access=access, link_id=id, changes=changes, versions=if_match(request))
        return _link(request, id)

    @operation("revokeShareLink", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Revoke a link: who came in by it is out at once. It stays in the list."""
        access = ShareLink.objects.access(request.user, id)
        revoke_link(access=access, link_id=id, versions=if_match(request))
        return Response(status=204)


class EntryViewSet(ViewSet):
    """The way in by a link."""

    tag = "Share links"
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (SecretThrottle,)

    @operation(
        "enterShareLink",
        request=serializers.EnterShareLink,
        responses={200: serializers.InvitationVerifyResponse},
        headers=(),
    )
    @sensitive_variables("given", "answer")
    def create(self, request: Request) -> Response:
        """Come in by a link as a new guest; the answer is that of `invitations/verify`."""
        given = {"password": "", **body(serializers.EnterShareLink, request)}
        came = enter_link(address=client_address(request), **given)
        if came.link is None or came.guest is None:
            return Response(not_entered(came.reason or Closed.UNKNOWN), headers=SECRET)
        answer = entered(came.link.project, came.guest, expires_at=came.link.expires_at)
        return Response(answer, headers=SECRET)
