"""Who may call an operation at all: somebody signed in, with a token of the operation's scope."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from users.claims import Principal
from videoplanet.api.scopes import Scope, scope_needed

if TYPE_CHECKING:  # REST framework's views import the permissions
    from rest_framework.views import APIView


class InsufficientScope(PermissionDenied):
    """The access token allows less than this operation needs (403)."""

    default_code = "insufficient_scope"
    default_detail = _("This access token does not allow this. It takes the scope %(scope)s.")

    def __init__(self, needed: Scope) -> None:
        challenge = 'Bearer error="insufficient_scope"'
        if needed is Scope.SESSION:
            detail = str(_("No access token allows this. Log in."))
        else:
            detail = str(self.default_detail) % {"scope": needed.value}
            challenge += f', scope="{needed.value}"'
        super().__init__(detail)
        self.auth_header = challenge  # as REST framework names it


class SignedIn(IsAuthenticated):
    """The default permission of all views."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Say whether somebody is signed in. Raises InsufficientScope."""
        if not super().has_permission(request, view):
            return False
        principal = request.auth
        # There is no handler where the answer is a 405.
        handler = getattr(view, getattr(view, "action", None) or "", None)
        if isinstance(principal, Principal) and handler:
            needed = scope_needed(request.method or "", handler.operation_options.scope)
            if not principal.scope.includes(needed):
                raise InsufficientScope(needed)
        return True
