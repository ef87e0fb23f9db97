"""Invitations over HTTP: for admins, and for the people who got a link."""

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
from invitations.guests import Closed, TokenLookup, find_by_token, guest_for
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
from videoplanet.api.languages import named_language
from videoplanet.api.operations import operation
from videoplanet.api.output import JSONRenderer
from videoplanet.api.pagination import Order, fetch, link_header
from videoplanet.api.responses import by_content, resource
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import SecretThrottle
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent

NO_STORE = {"Cache-Control": "no-store"}


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
        params = query(serializers.InvitationsQuery, request)
        access = Membership.objects.access(request.user, params["project_id"], role=Role.ADMIN)
        filters = {name: params[name] for name in ("project_id", "batch_id") if name in params}
        rows = INVITATION.annotate(Invitation.objects.filter(**filters))
        return admin_page(request, rows, params, access)

    @operation(
        "sendInvitations",
        scope=Scope.ADMIN,
        summary="Send invitations",
        request=serializers.SendInvitationsRequest,
        responses={202: serializers.InvitationBatchResponse},
        headers=(),
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Invite up to 100 addresses. The mails are sent soon, each on its own."""
        data = body(serializers.SendInvitationsRequest, request)
        access = Membership.objects.access(
            request.user, data.pop("project_id"), role=Role.ADMIN, field="project_id"
        )
        role = Role(data.pop("role"))

        def write() -> Response:
            batch, checked = send_invitations(
                access=access, role=role, language=_language(request.user), **data
            )
            answer = {
                "batch_id": batch.id,
                "total": batch.total,
                "queued": len(checked.good),
                "failed": checked.failed,
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
        scope=Scope.ADMIN,
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

    @operation("revokeInvitation", scope=Scope.ADMIN, responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Revoke an invitation, and its guest's or member's access. It stays in the list."""
        access = Invitation.objects.access(request.user, id)
        revoke_invitation(access=access, invitation_id=id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "resendInvitation",
        scope=Scope.ADMIN,
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
        scope=Scope.ADMIN,
        request=serializers.AcceptInvitation,
        responses=ProjectResponse,
    )
    def accept(self, request: UserRequest) -> Response:
        """Join with an account whose confirmed address was invited. Repeating it is no error."""
        token = body(serializers.AcceptInvitation, request)["token"]
        project_id = accept_invitation(user=request.user, token=token)
        rows = Project.objects.visible_to(request.user).filter(id=project_id)
        return resource(request, annotate_for(rows, request.user))


def admin_page(
    request: UserRequest, rows: Any, params: Mapping[str, Any], access: Access
) -> Response:
    """Answer with a page of a list that only admins see.

    Its changes are in no log, so the `ETag` is made from the content and not from the seq.
    """
    page = fetch(
        rows,
        Order("created_at", descending=True),
        limit=params["limit"],
        cursor=params.get("cursor"),
    )
    headers = {"X-Project-Seq": str(access.seq), **link_header(request, page.next_cursor)}
    return by_content(request, page.text, headers)


def _language(sender: User) -> str:
    return "ko" if (sender.language or get_language() or "").startswith("ko") else "en"


class BrowserRenderer(JSONRenderer):
    """Chosen for browsers (`Accept: text/html`), which are redirected to the front end."""

    media_type = "text/html"
    format = "html"


def valid_answer(project: Project, guest: User, *, expires_at: Any) -> dict[str, Any]:
    """Return the answer for a guest who may come in."""
    return {
        "valid": True,
        "reason": None,
        "project": {"id": project.id, "name": project.name},
        "guest_token": create_guest_token(guest, project.id),
        "expires_at": expires_at,
    }


def invalid_answer(reason: str) -> dict[str, Any]:
    """Return the answer for a link that lets nobody in."""
    nothing = dict.fromkeys(("project", "guest_token", "expires_at"))
    return {"valid": False, "reason": reason, **nothing}


class VerifyViewSet(ViewSet):
    """The link in an invitation's mail."""

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
        """Check a link, as often as you like; a valid one gets a guest token.

        The link is an invitation's, or one in another mail to a guest. A browser
        (`Accept: text/html`) is redirected to the front end.
        """
        token = query(serializers.VerifyQuery, request)["token"]
        returning = find_return(token)
        lookup = find_by_token(token)
        entry = lookup.invitation if returning is None else returning.guest
        if getattr(request, "accepted_renderer", None).format == "html":  # type: ignore[union-attr]
            return _to_front_end(entry.project_id if entry else None, token)
        language = named_language(request.headers.get("Accept-Language", ""))
        answer = _answer(lookup, language) if returning is None else _answer_to_return(returning)
        return Response(answer, headers=NO_STORE)


def _answer(lookup: TokenLookup, language: str) -> dict[str, Any]:
    invitation, reason = lookup.invitation, lookup.closed
    guest = None if invitation is None or reason else guest_for(invitation, language=language)
    if invitation is None or guest is None:
        return invalid_answer(reason or Closed.REVOKED)
    return valid_answer(invitation.project, guest, expires_at=invitation.expires_at)


def _answer_to_return(returning: Return) -> dict[str, Any]:
    guest = returning.guest
    if returning.closed:
        return invalid_answer(returning.closed)
    return valid_answer(guest.project, guest.user, expires_at=guest.user.access_until)


def _to_front_end(project_id: UUID | None, token: str) -> Response:
    where = project_id or "none"
    query = {"token": token} if project_id else {"reason": Closed.UNKNOWN.value}
    more = {"Location": public_url(where, **query), "Referrer-Policy": "no-referrer"}
    return Response(status=302, headers=NO_STORE | more)


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
        scope=Scope.SESSION,
        request=None,
        responses={200: serializers.GuestToken},
        auth=[{"bearer": []}],
        headers=(),
    )
    def renew(self, request: UserRequest) -> Response:
        """Exchange a guest token for a fresh one, up to a day after its end.

        It is valid for as long as the invitation or the link is.
        """
        principal: Any = request.auth
        if not request.user.is_guest:
            raise NotAGuest
        token = create_guest_token(request.user, principal.project_id)
        answer = {"guest_token": token, "expires_at": guest_token_end(token)}
        return Response(answer, headers=NO_STORE)
