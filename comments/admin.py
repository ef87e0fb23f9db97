"""Comments in Django's admin, read-only."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import CommentMention, CommentReaction, FeedbackComment
from videoplanet.admin import Created, ReadOnly, ReadOnlyInline, badge, link


class MentionInline(ReadOnlyInline):
    """The people whom the comment mentions."""

    model = CommentMention
    fields = ("user",)


class ReactionInline(ReadOnlyInline):
    """The reactions, and who gave them."""

    model = CommentReaction
    fields = ("emoji", "user", "created_at")


@admin.register(FeedbackComment)
class FeedbackCommentAdmin(ReadOnly):
    """Comments and replies."""

    list_display = ("beginning", "depth", "person", "feedback_link", "project_link", "created_at")
    list_filter = (Created,)
    list_select_related = ("user", "feedback", "project")
    search_help_text = _("Id of the comment, the feedback, the project or the author")
    search_fields = ("pk",)
    ids_only = True  # there is no index to search texts by words
    id_fields = ("pk", "feedback_id", "project_id", "user_id")
    inlines = (MentionInline, ReactionInline)
    fields = (
        *("id", "content", "user", "feedback", "parent", "depth"),
        *("created_at", "updated_at", "deleted_at"),
    )

    @admin.display(description=_("content"))
    def beginning(self, comment: FeedbackComment) -> SafeString | str:
        """Return the beginning of the text, or a label for a deleted comment."""
        return badge("closed", _("deleted")) if comment.deleted_at else str(comment)

    @admin.display(description=_("author"))
    def person(self, comment: FeedbackComment) -> SafeString | str:
        """Return a link to the author."""
        return link(comment.user)

    @admin.display(description=_("feedback"))
    def feedback_link(self, comment: FeedbackComment) -> SafeString | str:
        """Return a link to the feedback."""
        return link(comment.feedback)

    @admin.display(description=_("project"))
    def project_link(self, comment: FeedbackComment) -> SafeString | str:
        """Return a link to the project."""
        return link(comment.project)
