"""Notifications and their mails in Django's admin, read-only."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from notifications.models import Mail, Notification
from videoplanet.admin import Created, ReadOnly, badge, link, rows_of


@admin.register(Notification)
class NotificationAdmin(ReadOnly):
    """Notifications."""

    list_display = ("kind", "receiver", "by", "project_link", "created_at", "read_at")
    list_filter = ("type", Created)
    list_select_related = ("user", "actor", "project")
    search_help_text = _("Id of the notification, the person or the project")
    search_fields = ("pk",)
    ids_only = True
    id_fields = ("pk", "user_id", "project_id")
    fields = (
        *("id", "type", "user", "actor", "project", "video", "feedback", "comment"),
        *("excerpt", "status", "created_at", "read_at", "digest_at", "mail"),
    )

    @admin.display(description=_("type"))
    def kind(self, row: Notification) -> str:
        """Return what happened."""
        return row.get_type_display()

    @admin.display(description=_("person"))
    def receiver(self, row: Notification) -> SafeString | str:
        """Return a link to the receiver."""
        return link(row.user)

    @admin.display(description=_("by"))
    def by(self, row: Notification) -> SafeString | str:
        """Return a link to the person who caused it."""
        return link(row.actor)

    @admin.display(description=_("project"))
    def project_link(self, row: Notification) -> SafeString | str:
        """Return a link to the project."""
        return link(row.project)


@admin.register(Mail)
class MailAdmin(ReadOnly):
    """Mails of notifications, with their status; their text is not stored."""

    list_display = ("state", "receiver", "kind", "sent_at", "created_at")
    list_filter = ("status", "kind", Created)
    list_select_related = ("user",)
    search_help_text = _("Id of the mail or the person")
    search_fields = ("pk",)
    ids_only = True
    id_fields = ("pk", "user_id")
    fields = ("id", "user", "kind", "status", "created_at", "sent_at", "rows")
    readonly_fields = ("rows",)

    @admin.display(description=_("status"))
    def state(self, mail: Mail) -> SafeString:
        """Return the status."""
        return badge(mail.status, mail.get_status_display())

    @admin.display(description=_("person"))
    def receiver(self, mail: Mail) -> SafeString | str:
        """Return a link to the receiver."""
        return link(mail.user)

    @admin.display(description=_("notifications"))
    def rows(self, mail: Mail) -> SafeString:
        """Return a link to the notifications in it."""
        by = {"mail__id__exact": mail.id}
        return rows_of(str(_("Notifications")), "notifications_notification", **by)
