"""Background work in Django's admin, to look at."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from videoplanet.admin import Created, ReadOnly, badge
from videoplanet.tasks.models import Work


@admin.register(Work)
class WorkAdmin(ReadOnly):
    """Work that waits or is being done; what is done has no row."""

    list_display = (
        *("kind", "state", "subject_id", "failures", "lost", "retries", "due_at", "created_at"),
    )
    list_filter = ("kind", Created)
    search_fields = ("pk",)
    search_help_text = _("Id of the work, or of what it is for")
    ids_only = True
    id_fields = ("pk", "subject_id")
    fields = (
        *("id", "kind", "subject_id", "claim", "due_at", "again"),
        *("failures", "lost", "retries", "created_at"),
    )

    @admin.display(description=_("state"))
    def state(self, work: Work) -> SafeString:
        """Return whether a worker has it."""
        if work.claim:
            return badge("processing", _("claimed"))
        return badge("queued", _("waiting"))
