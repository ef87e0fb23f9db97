"""Deletions that wait, in Django's admin."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from videoplanet.admin import ReadOnly
from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import delete_objects
from videoplanet.tasks.queue import enqueue


@admin.register(StorageDeletion)
class StorageDeletionAdmin(ReadOnly):
    """Objects that wait for their deletion; a row that stays here is worth a look."""

    list_display = ("prefix", "upload_key", "created_at")
    search_fields: ClassVar[tuple[str, ...]] = ("prefix",)
    id_fields = ()
    actions = ("delete_now",)

    @admin.action(description=_("Delete the objects now"), permissions=["view"])
    def delete_now(self, request: HttpRequest, queryset: QuerySet[StorageDeletion]) -> None:
        """Give the selected deletions to the worker again."""
        ids: list[Any] = list(queryset.values_list("pk", flat=True))
        for each in ids:
            enqueue(delete_objects, str(each))
        text = ngettext("%d deletion was enqueued.", "%d deletions were enqueued.", len(ids))
        self.message_user(request, text % len(ids), messages.SUCCESS)
