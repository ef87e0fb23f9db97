"""Access tokens in Django's admin: whose, for what, when used, and an end for them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tokens.actions import end_token
from users.models import AccessToken
from videoplanet.admin import Created, ReadOnly, link


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnly):
    """Access tokens, without their digests."""

    list_display = (
        *("name", "user_link", "project_link", "scope"),
        *("last_used_at", "expires_at", "ended_at"),
    )
    list_filter = ("scope", Created)
    list_select_related = ("user", "project")
    search_fields = ("name",)
    search_help_text = _("Name, or the id of the token, its user or its project")
    id_fields = ("pk", "user_id", "project_id", "created_by_id")
    exclude = ("digest",)
    actions = ("end",)

    @admin.display(description=_("acts as"))
    def user_link(self, token: AccessToken) -> SafeString | str:
        """Return a link to the person or bot."""
        return link(token.user)

    @admin.display(description=_("project"))
    def project_link(self, token: AccessToken) -> SafeString | str:
        """Return a link to a project token's project."""
        return link(token.project)

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may end tokens."""
        return request.user.has_perm("users.change_accesstoken")

    @admin.action(description=_("End the selected tokens"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """End tokens, with the access of their bots."""
        ids = list(queryset.filter(ended_at=None).order_by("id").values_list("id", flat=True))
        for token_id in ids:
            end_token(token_id=token_id, actor_id=request.user.pk)
        text = ngettext("%d token was ended.", "%d tokens were ended.", len(ids))
        self.message_user(request, text % len(ids), messages.SUCCESS)
