"""Invitations over HTTP: what admins do, and what those do who have a link."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import serializers
from invitations.actions import (
    accept_invitation,
    change_invitation,
    resend_invitation,
    revoke_invitation,
    send_invitations,
)
from invitations.guest_links import Return, find_return
from invitations.guests import Closed, Found, enter, find
from invitations.mails import public_url
from invitations.models import Invitation
from invitations.resources import INVITATION, InvitationResponse
from projects.models import Access, Membership, Project, Role
from projects.resources import ProjectResponse, annotate_for
from users.models import User
from users.tokens import (
    RenewalAuthentication,
    UserRequest,
    create_guest_token,
    guest_token_end,
)
from videoplanet.api.conditional import if_match
from videoplanet.api.errors import Forbidden
from videoplanet.api.operations import operation
from videoplanet.api.pagination import Order, fetch, link_header
from videoplanet.api.rendering import JSONRenderer
from videoplanet.api.responses import by_content, resource
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import SecretThrottle
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent

SECRET = {"Cache-Control": "no-store"}


def _invitation(request: UserRequest, id: UUID, status: int = 200) -> Response:
    rows = Invitation.objects.visible_to(request.user).filter(id=id)
    return resource(request, INVITATION.annotate(rows), status=status)


class InvitationViewSet(ViewSet):
    """Invitations of a project; admins only."""

    tag = "Invitations"

    @operation(
        "listInvitations",
        parameters=[serializers.InvitationsQuery],
        responses=InvitationResponse(many=True),
        errors=(403,),
    )
    def list(self, request: UserRequest) -> Response:
        """List a project's invitations, newest first."""
        asked = query(serializers.InvitationsQuery, request)
        access = Membership.objects.access(request.user, asked["project_id"], role=Role.ADMIN)
        named = {name: asked[name] for name in ("project_id", "batch_id") if name in asked}
        rows = INVITATION.annotate(Invitation.objects.filter(**named))
        return page_of(request, rows, asked, access)

    @operation(
        "sendInvitations",
        summary="Send invitations",
        request=serializers.SendInvitationsRequest,
        responses={202: serializers.InvitationBatchResponse},
        headers=(),
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Invite up to 100 addresses; each mail is sent on its own, soon."""
        given = body(serializers.SendInvitationsRequest, request)
        access = Membership.objects.access(
            request.user, given.pop("project_id"), role=Role.ADMIN, field="project_id"
        )
        role = Role(given.pop("role"))

        def write() -> Response:
            batch, found = send_invitations(
                access=access, role=role, language=_language(request.user), **given
            )
            answer = {
                "batch_id": batch.id,
                "total": batch.total,
                "queued": len(found.good),
                "failed": found.failed,
            }
            return Response(answer, status=202)

        return write

    @operation("getInvitation", responses=InvitationResponse, errors=(403,))
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read an invitation."""
        Invitation.objects.access(request.user, id, role=Role.ADMIN)
        return _invitation(request, id)

    @operation(
        "updateInvitation",
        request=serializers.ChangeInvitation,
        responses=InvitationResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change the role or the end."""
        access = Invitation.objects.access(request.user, id, role=Role.ADMIN)
        changes = body(serializers.ChangeInvitation, request)
        change_invitation(
            access=access, invitation_id=id, changes=changes, versions=if_match(request)
        )
        return _invitation(request, id)

    @operation("revokeInvitation", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Revoke an invitation: who came in by it is out at once. It stays in the list."""
        access = Invitation.objects.access(request.user, id)
        revoke_invitation(access=access, invitation_id=id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "resendInvitation",
        request=None,
        responses={202: InvitationResponse},
    )
    @idempotent
    def resend(self, request: UserRequest, id: UUID) -> Write:
        """Send the mail again with a new link; the old one ends."""
        access = Invitation.objects.access(request.user, id, role=Role.ADMIN)

        def write() -> Response:
            resend_invitation(access=access, invitation_id=id)
            return _invitation(request, id, status=202)

        return write

    @operation(
        "acceptInvitation",
        request=serializers.AcceptInvitation,
        responses=ProjectResponse,
    )
    def accept(self, request: UserRequest) -> Response:
        """Join with one's account, whose confirmed address was invited; twice is once."""
        token = body(serializers.AcceptInvitation, request)["token"]
        project_id = accept_invitation(user=request.user, token=token)
        rows = Project.objects.visible_to(request.user).filter(id=project_id)
        return resource(request, annotate_for(rows, request.user))


def page_of(request: UserRequest, rows: Any, asked: Mapping[str, Any], access: Access) -> Response:
    """Answer a page of what only admins see: it is in no log, so its tag is of what is sent."""
    page = fetch(
        rows,
        Order("created_at", descending=True),
        limit=asked["limit"],
        cursor=asked.get("cursor"),
    )
    headers = {"X-Project-Seq": str(access.seq), **link_header(request, page.next_cursor)}
    return by_content(request, page.text, headers)


def _language(sender: User) -> str:
    return "ko" if (sender.language or get_language() or "").startswith("ko") else "en"


class BrowserRenderer(JSONRenderer):
    """For a browser that follows a link: it is sent on to the front end."""

    media_type = "text/html"
    format = "html"


def entered(project: Project, guest: User, *, expires_at: Any) -> dict[str, Any]:
    """Return the answer to who is let in."""
    return {
        "valid": True,
        "reason": None,
        "project": {"id": project.id, "name": project.name},
        "guest_token": create_guest_token(guest, project.id),
        "expires_at": expires_at,
    }


def not_entered(reason: str) -> dict[str, Any]:
    """Return the answer to who is not."""
    nothing = dict.fromkeys(("project", "guest_token", "expires_at"))
    return {"valid": False, "reason": reason, **nothing}


class VerifyViewSet(ViewSet):
    """The link of a mail."""

    tag = "Invitations"
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (SecretThrottle,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer, BrowserRenderer)

    @operation(
        "verifyInvitation",
        summary="Verify invitation token",
        parameters=[serializers.VerifyQuery],
        responses={(200, "application/json"): serializers.InvitationVerifyResponse},
        headers=(),
        errors=(429,),
        may_be_missing=False,
    )
    def retrieve(self, request: Request) -> Response:
        """Say whether a link lets one in, and give a guest token; as often as one likes.

        The link is an invitation's, or of another mail to a guest. A browser
        (`Accept: text/html`) is sent on to the front end.
        """
        token = query(serializers.VerifyQuery, request)["token"]
        returning = find_return(token)
        found = find(token)
        known = found.invitation if returning is None else returning.guest
        if getattr(request, "accepted_renderer", None).format == "html":  # type: ignore[union-attr]
            return _to_front_end(known.project_id if known else None, token)
        answer = _answer(found) if returning is None else _answer_to_return(returning)
        return Response(answer, headers=SECRET)


def _answer(found: Found) -> dict[str, Any]:
    invitation, reason = found.invitation, found.closed
    guest = None if invitation is None or reason else enter(invitation)
    if invitation is None or guest is None:
        return not_entered(reason or Closed.REVOKED)
    return entered(invitation.project, guest, expires_at=invitation.expires_at)


def _answer_to_return(returning: Return) -> dict[str, Any]:
    guest = returning.guest
    if returning.closed:
        return not_entered(returning.closed)
    return entered(guest.project, guest.user, expires_at=guest.user.access_until)


def _to_front_end(project_id: UUID | None, token: str) -> Response:
    where = project_id or "none"
    query = {"token": token} if project_id else {"reason": Closed.UNKNOWN.value}
    more = {"Location": public_url(where, **query), "Referrer-Policy": "no-referrer"}
    return Response(status=302, headers=SECRET | more)


class NotAGuest(Forbidden):
    """Members renew their tokens elsewhere (403)."""

    code = "not_a_guest"
    detail = _(  # type: ignore[assignment]
        "Only guests renew their token here. Members use tokens/refresh."
    )


class GuestViewSet(ViewSet):
    """Guests' tokens."""

    tag = "Invitations"
    authentication_classes = (RenewalAuthentication,)

    @operation(
        "renewGuest",
        request=None,
        responses={200: serializers.GuestToken},
        auth=[{"bearer": []}],
        headers=(),
    )
    def renew(self, request: UserRequest) -> Response:
        """Exchange a guest token for a fresh one, up to a day after its end.

        It holds as long as the invitation or the link does.
        """
        principal: Any = request.auth
        if not request.user.is_guest:
            raise NotAGuest
        token = create_guest_token(request.user, principal.project_id)
        answer = {"guest_token": token, "expires_at": guest_token_end(token)}
        return Response(answer, headers=SECRET)
