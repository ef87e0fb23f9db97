"""Invitations, batches, links and guests in Django's admin: read, send again, revoke."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from invitations.actions import queue_failed_mails, revoke_open
from invitations.models import Batch, Guest, Invitation, ShareLink
from videoplanet.admin import Created, ReadOnly, badge, link, rows_of


class ProjectRowAdmin(ReadOnly):
    """Pages of what belongs to a project."""

    @admin.display(description=_("project"))
    def project_link(self, row: Any) -> SafeString | str:
        """Return a link to the project."""
        return link(row.project)


@admin.register(Batch)
class BatchAdmin(ProjectRowAdmin):
    """Invitations that were sent together."""

    list_display = ("id", "project_link", "sender_link", "total", "refused", "created_at")
    list_filter = (Created,)
    list_select_related = ("project", "sender")
    search_fields = ("project__name",)
    search_help_text = _("Name of the project, or the id of the batch, the project or the sender")
    id_fields = ("pk", "project_id", "sender_id")
    readonly_fields = ("records",)

    @admin.display(description=_("sender"))
    def sender_link(self, batch: Batch) -> SafeString | str:
        """Return a link to the sender."""
        return link(batch.sender)

    @admin.display(description=_("records"))
    def records(self, batch: Batch) -> SafeString:
        """Return a link to the invitations."""
        return rows_of(str(_("Invitations")), "invitations_invitation", batch__id__exact=batch.id)


@admin.register(Invitation)
class InvitationAdmin(ProjectRowAdmin):
    """Invitations, without secrets or their digests."""

    list_display = ("email", "status_label", "failure", "project_link", "role", "created_at")
    list_filter = ("status", Created)
    list_select_related = ("project",)
    search_fields = ("email",)
    search_help_text = _("Address, or the id of the invitation, the batch or the project")
    id_fields = ("pk", "project_id", "batch_id")
    exclude = ("token_digest",)
    actions = ("send_again", "revoke")

    @admin.display(description=_("status"))
    def status_label(self, invitation: Invitation) -> SafeString:
        """Return the status."""
        return badge(invitation.status, invitation.get_status_display())

    @admin.action(description=_("Send the mail again"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send again the mails of those selected invitations that have failed."""
        count = queue_failed_mails(queryset)
        text = ngettext("%d mail was queued.", "%d mails were queued.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """End the selected invitations that are open, and their guests' access."""
        ids = list(queryset.values_list("pk", flat=True))
        count = sum(revoke_open(invitation_id=invitation_id) for invitation_id in ids)
        text = ngettext("%d invitation was revoked.", "%d invitations were revoked.", count)
        self.message_user(request, text % count, messages.SUCCESS)


@admin.register(ShareLink)
class ShareLinkAdmin(ProjectRowAdmin):
    """Share links, without secret and password."""

    list_display = ("id", "project_link", "role", "max_guests", "expires_at", "revoked_at")
    list_filter = ("role", Created)
    list_select_related = ("project",)
    search_fields = ("project__name",)
    id_fields = ("pk", "project_id", "created_by_id")
    exclude = ("token_digest", "password")


@admin.register(Guest)
class GuestAdmin(ProjectRowAdmin):
    """Guests, and the invitation or link that let each of them in."""

    list_display = ("person", "address", "project_link", "came_by", "is_in", "joined_at")
    list_filter = ("user__is_active",)
    list_select_related = ("user", "project", "invitation", "link")
    search_fields = ("user__name", "user__contact_email")
    search_help_text = _(
        "Name, address, or the id of the guest, the project, the invitation or the link"
    )
    id_fields: ClassVar[tuple[str, ...]] = ("pk", "project_id", "invitation_id", "link_id")

    @admin.display(description=_("name"))
    def person(self, guest: Guest) -> str:
        """Return the name."""
        return guest.user.name

    @admin.display(description=_("address"))
    def address(self, guest: Guest) -> str:
        """Return the invited address; empty for a guest of a share link."""
        return guest.user.contact_email

    @admin.display(description=_("came in by"))
    def came_by(self, guest: Guest) -> SafeString | str:
        """Return a link to the invitation or the share link."""
        return link(guest.invitation or guest.link)

    @admin.display(boolean=True)
    def is_in(self, guest: Guest) -> bool:
        """Say whether the guest still has access."""
        return guest.user.is_active
