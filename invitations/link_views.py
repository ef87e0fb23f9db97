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
from invitations.views import NO_STORE, admin_page, invalid_answer, valid_answer
from projects.models import Membership, Role
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import operation
from videoplanet.api.responses import created_with, resource
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import SecretThrottle, client_network
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
        params = query(serializers.ShareLinksQuery, request)
        access = Membership.objects.access(request.user, params["project_id"], role=Role.ADMIN)
        rows = SHARE_LINK.annotate(ShareLink.objects.filter(project_id=params["project_id"]))
        return admin_page(request, rows, params, access)

    @operation(
        "createShareLink",
        scope=Scope.ADMIN,
        request=serializers.CreateShareLink,
        responses={201: NewShareLink},
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Make a link. Only this answer has its URL."""
        data = body(serializers.CreateShareLink, request)
        access = Membership.objects.access(
            request.user, data.pop("project_id"), role=Role.ADMIN, field="project_id"
        )
        data |= {"role": Role(data["role"]), "password": data.get("password") or ""}

        def write() -> Response:
            link, token = make_link(access=access, **data)
            rows = SHARE_LINK.annotate_begun(ShareLink.objects.filter(id=link.id))
            address = {"url": public_url(link.project_id, link=token)}
            response = created_with(request, rows, address, replay={"url": None})
            response["Cache-Control"] = "no-store"
            return response

        return write

    @operation(
        "updateShareLink",
        scope=Scope.ADMIN,
        request=serializers.ChangeShareLink,
        responses=ShareLinkResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change the role, the end, the password or the number of guests."""
        access = ShareLink.objects.access(request.user, id, role=Role.ADMIN)
        changes = body(serializers.ChangeShareLink, request)
        change_link(access=access, link_id=id, changes=changes, versions=if_match(request))
        return _link(request, id)

    @operation("revokeShareLink", scope=Scope.ADMIN, responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Revoke a link: its guests lose access at once. It stays in the list."""
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
    @sensitive_variables("data", "answer")
    def create(self, request: Request) -> Response:
        """Come in by a link as a new guest; the answer is that of `invitations/verify`."""
        data = {"password": "", **body(serializers.EnterShareLink, request)}
        entry = enter_link(network=client_network(request), **data)
        if entry.link is None or entry.guest is None:
            return Response(invalid_answer(entry.reason or Closed.UNKNOWN), headers=NO_STORE)
        answer = valid_answer(entry.link.project, entry.guest, expires_at=entry.link.expires_at)
        return Response(answer, headers=NO_STORE)
