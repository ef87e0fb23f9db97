"""Videos in Django's admin, read-only."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from videoplanet.admin import Created, ReadOnly, ReadOnlyInline, badge, link, rows_of, work_of
from videos.models import Video, VideoReview


class ReviewInline(ReadOnlyInline):
    """The decisions on it, and who made them."""

    model = VideoReview
    select = ("reviewer", "withdrawn_by")
    fields = ("status", "reviewer", "note", "created_at", "withdrawn_by", "withdrawn_at")


@admin.register(Video)
class VideoAdmin(ReadOnly):
    """Videos."""

    list_display = ("title", "project_link", "status_label", "file_size", "person", "created_at")
    list_filter = ("status", Created)
    list_select_related = ("uploader", "project")
    search_fields = ("title", "filename")
    search_help_text = _("Title, file name, id of the video, the project or the uploader")
    id_fields = ("pk", "project_id", "uploader_id")
    exclude = ("upload_id", "parts_digest")
    readonly_fields = ("records", "file_size")
    inlines = (ReviewInline,)

    @admin.display(description=_("project"))
    def project_link(self, video: Video) -> SafeString | str:
        """Return a link to the project."""
        return link(video.project)

    @admin.display(description=_("uploader"))
    def person(self, video: Video) -> SafeString | str:
        """Return a link to the uploader."""
        return link(video.uploader)

    @admin.display(description=_("status"))
    def status_label(self, video: Video) -> SafeString:
        """Return the status."""
        return badge(video.status, video.get_status_display())

    @admin.display(description=_("size"))
    def file_size(self, video: Video) -> str:
        """Return the size in a unit that is easy to read."""
        return filesizeformat(video.size)

    @admin.display(description=_("records"))
    def records(self, video: Video) -> SafeString:
        """Return links to the feedback on the video and to its background work."""
        feedback = rows_of(str(_("Feedback")), "feedbacks_feedback", video__id__exact=video.id)
        return format_html("{} · {}", feedback, work_of(video))
