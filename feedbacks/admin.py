"""Feedback in Django's admin, read-only."""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from feedbacks.models import Feedback, FeedbackReaction
from feedbacks.search import MANY_OF_NEWEST, NEWEST
from videoplanet.admin import Created, ReadOnly, ReadOnlyInline, badge, link, rows_of, work_of


class ReactionInline(ReadOnlyInline):
    """Who reacted."""

    model = FeedbackReaction
    fields = ("emoji", "user", "created_at")


@admin.register(Feedback)
class FeedbackAdmin(ReadOnly):
    """Feedback."""

    list_display = (
        *("beginning", "moment", "status_label", "priority_label"),
        *("person", "video_link", "project_link", "created_at"),
    )
    list_filter = ("status", "priority", Created)
    list_select_related = ("user", "project", "video")
    # The only column with an index for words; another one would scan the whole table.
    search_fields = ("content__has_word",)
    search_help_text = _("Words, or the id of the feedback, the project, the video or the author")
    id_fields = ("pk", "project_id", "video_id", "user_id")
    inlines = (ReactionInline,)
    readonly_fields = ("records", "moment")
    fields = (
        *("id", "content", "records", "status", "priority", "tags", "moment", "drawing_data"),
        *("user", "assignee", "video", "project"),
        *("resolved_at", "resolved_by", "created_at", "updated_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """Read a list without its drawings (a page shows one)."""
        return super().get_queryset(request).defer("drawing_data")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Look for words by their index, but for frequent ones in each row, newest first."""
        newest = Feedback.objects.order_by("-pk").values_list("content", flat=True)[:NEWEST]
        texts = [text.upper() for text in newest]
        words = request.GET.get(SEARCH_VAR, "").upper().split()
        frequent = all(sum(word in text for text in texts) >= MANY_OF_NEWEST for word in words)
        return ("content__icontains",) if frequent else ("content__has_word",)

    @admin.display(description=_("content"))
    def beginning(self, feedback: Feedback) -> str:
        """Return the beginning of the text."""
        return str(feedback)

    @admin.display(description=_("at"))
    def moment(self, feedback: Feedback) -> str:
        """Return the moment of the video as h:mm:ss.s."""
        minutes, seconds = divmod(round(feedback.video_timestamp, 1), 60)
        return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{seconds:04.1f}"

    @admin.display(description=_("status"))
    def status_label(self, feedback: Feedback) -> SafeString:
        """Return the status."""
        return badge(feedback.status, feedback.get_status_display())

    @admin.display(description=_("priority"))
    def priority_label(self, feedback: Feedback) -> SafeString:
        """Return the priority."""
        return badge(feedback.priority, feedback.get_priority_display())

    @admin.display(description=_("author"))
    def person(self, feedback: Feedback) -> SafeString | str:
        """Return a link to the author."""
        return link(feedback.user)

    @admin.display(description=_("video"))
    def video_link(self, feedback: Feedback) -> SafeString | str:
        """Return a link to the video."""
        return link(feedback.video)

    @admin.display(description=_("project"))
    def project_link(self, feedback: Feedback) -> SafeString | str:
        """Return a link to the project."""
        return link(feedback.project)

    @admin.display(description=_("records"))
    def records(self, feedback: Feedback) -> SafeString:
        """Return links to the comments and to the feedback's work."""
        path, by = "comments_feedbackcomment", {"feedback__id__exact": feedback.id}
        comments = rows_of(str(_("Comments")), path, **by)
        return format_html("{} · {}", comments, work_of(feedback))
