"""Waiting deletions in Django's admin."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from videoplanet.admin import ReadOnly, work_of
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import DELETION
from videoplanet.tasks.work import schedule


@admin.register(StorageDeletion)
class StorageDeletionAdmin(ReadOnly):
    """Objects that wait to be deleted. A row that stays here for long is worth a look."""

    list_display = ("prefix", "upload_key", "created_at")
    search_fields: ClassVar[tuple[str, ...]] = ("prefix",)
    readonly_fields = ("records",)
    actions = ("delete_now",)

    @admin.action(description=_("Delete the objects now"), permissions=["view"])
    def delete_now(self, request: HttpRequest, queryset: QuerySet[StorageDeletion]) -> None:
        """Enqueue the selected deletions again."""
        ids = list(queryset.values_list("pk", flat=True))
        schedule(DELETION, ids)
        text = ngettext("%d deletion was enqueued.", "%d deletions were enqueued.", len(ids))
        self.message_user(request, text % len(ids), messages.SUCCESS)

    @admin.display(description=_("records"))
    def records(self, deletion: StorageDeletion) -> SafeString:
        """Return a link to the deletion's background work."""
        return work_of(deletion)
