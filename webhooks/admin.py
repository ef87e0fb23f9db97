"""Webhooks and deliveries in Django's admin, read-only and without secrets."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from videoplanet.admin import Created, ReadOnly, badge, link, rows_of, work_of
from webhooks.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnly):
    """Webhooks, without secrets and the secret parts of URLs."""

    list_display = ("name", "kind", "project_link", "url_shown", "enabled", "failing_since")
    list_filter = ("kind", "enabled", Created)
    list_select_related = ("project",)
    search_fields = ("name", "project__name")
    search_help_text = _("Name, name of the project, or the id of the webhook or the project")
    id_fields = ("pk", "project_id")
    exclude = ("url_sealed", "secret", "old_secret")
    readonly_fields = ("records",)

    @admin.display(description=_("project"))
    def project_link(self, webhook: Webhook) -> SafeString | str:
        """Return a link to the project."""
        return link(webhook.project)

    @admin.display(description=_("records"))
    def records(self, webhook: Webhook) -> SafeString:
        """Return a link to the deliveries."""
        path = "webhooks_delivery"
        return rows_of(str(_("Deliveries")), path, webhook__id__exact=webhook.id)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """Deliveries of the last 30 days."""

    list_display = ("type", "status_label", "code", "webhook_link", "attempts", "created_at")
    list_filter = ("status", Created)
    list_select_related = ("webhook",)
    search_fields = ("type",)
    search_help_text = _("Type of the event, or the id of the delivery or the webhook")
    id_fields = ("pk", "webhook_id")
    readonly_fields = ("work",)

    @admin.display(description=_("webhook"))
    def webhook_link(self, delivery: Delivery) -> SafeString | str:
        """Return a link to the webhook."""
        return link(delivery.webhook)

    @admin.display(description=_("status"))
    def status_label(self, delivery: Delivery) -> SafeString:
        """Return the status."""
        return badge(delivery.status, delivery.get_status_display())

    @admin.display(description=_("records"))
    def work(self, delivery: Delivery) -> SafeString:
        """Return a link to the background work."""
        return work_of(delivery)
