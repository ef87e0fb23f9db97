"""Comments, their mentions and reactions."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedbacks.models import Feedback, Reaction
from projects.models import Project
from projects.scope import ProjectScoped
from videoplanet.db.ids import new_id
from videoplanet.db.words import words_index
from videos.models import Video

MAX_DEPTH = 5
"""The depth of a root is 1. A reply to a comment at MAX_DEPTH becomes that comment's sibling."""


class CommentQuerySet(ProjectScoped["FeedbackComment"]):
    """Reads of comments."""

    def in_threads(self, roots: "QuerySet[Any, Any]") -> "CommentQuerySet":
        """Return the roots with all of their replies, at any depth."""
        return self.annotate(thread=Coalesce("root_id", "id")).filter(thread__in=roots)

    def replies_to(self, comment: "FeedbackComment") -> "CommentQuerySet":
        """Return what is below a comment, at any depth."""
        if comment.root_id is None:
            return self.filter(root=comment.id)
        below = Q()
        for distance in range(MAX_DEPTH - 1):
            below |= Q(**{"parent" + "__parent" * distance: comment.id})
        return self.filter(below, root=comment.root_id)


class FeedbackComment(models.Model):
    """A comment on a feedback, or a reply to one.

    A comment that is deleted while it has replies stays as a tombstone: `deleted_at` is set and
    the content is empty.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # One constraint of the database covers both columns (`comment_feedback_fk` in the migration):
    # a comment belongs to its feedback's project. Searches need the project in their index.
    project = models.ForeignKey(
        Project, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    feedback = models.ForeignKey(
        Feedback,
        models.DB_CASCADE,
        related_name="comments",
        db_index=False,
        db_constraint=False,
    )
    parent = models.ForeignKey(
        "self", models.DB_CASCADE, null=True, blank=True, related_name="replies"
    )
    root = models.ForeignKey(
        "self", models.DB_CASCADE, null=True, blank=True, related_name="thread_rows"
    )
    depth = models.PositiveSmallIntegerField(default=1)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="comments")
    content = models.TextField()
    legacy_id = models.CharField(
        max_length=100,
        null=True,
        editable=False,
        help_text="Its id in the system that it was imported from.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    published: Any = None
    """The `Publication` of the action that wrote this row."""

    class Meta:
        """The index serves a feedback's threads; the constraints keep trees consistent."""

        indexes = (
            models.Index(fields=("feedback", "parent"), name="comment_thread_idx"),
            words_index("comment_words_idx"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(depth__gte=1, depth__lte=MAX_DEPTH), name="comment_depth"
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None, root=None, depth=1)
                | models.Q(parent__isnull=False, root__isnull=False, depth__gt=1),
                name="comment_root_or_reply",
            ),
            models.UniqueConstraint(
                fields=("feedback", "legacy_id"),
                condition=models.Q(legacy_id__isnull=False),
                name="comment_legacy_once",
            ),
        )

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.content[:60]


def after_parent(parent: FeedbackComment | None, moment: datetime) -> datetime:
    """Return the time of a reply: after that of its parent, whatever clocks or old files say.

    Pages of replies (comments/threads.py) rely on it.
    """
    return max(moment, parent.created_at + timedelta(microseconds=1)) if parent else moment


class CommentMention(models.Model):
    """One person whom a comment mentions."""

    comment = models.ForeignKey(
        FeedbackComment, models.DB_CASCADE, related_name="mention_rows", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="mentions")
    position = models.PositiveSmallIntegerField()

    class Meta:
        """A comment mentions each person at most once."""

        constraints = (
            models.UniqueConstraint(fields=("comment", "user"), name="comment_mention_once"),
        )

    def __str__(self) -> str:
        """Return the ids of the person and the comment."""
        return f"{self.user_id} in {self.comment_id}"


class CommentReaction(Reaction):
    """One person's reaction to a comment."""

    TARGET = "comment"

    comment = models.ForeignKey(
        FeedbackComment, models.DB_CASCADE, related_name="reaction_rows", db_index=False
    )

    class Meta(Reaction.Meta):
        """Each person gives a comment each emoji at most once."""

        constraints = (
            models.UniqueConstraint(
                fields=("comment", "emoji", "user"), name="comment_reaction_once"
            ),
        )


class ReadPosition(models.Model):
    """How far somebody has read what is said of a video.

    Everything up to `seen_until` is read, and of what came later `seen`. Without a row everything
    is read from before the person joined the project (comments/reading.py).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DB_CASCADE, related_name="+", db_index=False
    )
    video = models.ForeignKey(Video, models.DB_CASCADE, related_name="+")
    seen_until = models.DateTimeField()
    seen = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="Of feedback and comments."
    )

    class Meta:
        """A person has one for each video."""

        constraints = (
            models.UniqueConstraint(fields=("user", "video"), name="read_position_once"),
        )

    def __str__(self) -> str:
        """Return the person, the video and the time."""
        return f"{self.user_id} has read {self.video_id} until {self.seen_until}"


class LegacyAuthor(models.Model):
    """An author of imported feedback who has no account here.

    The user is a guest of no project. Nobody can log in as that user, and it has no address, so
    that it neither blocks its owner's sign-up nor gets mails.
    """

    key = models.CharField(
        max_length=320,
        primary_key=True,
        help_text="The address in its one spelling, or without an address the name.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.DB_CASCADE, related_name="legacy_author"
    )

    def __str__(self) -> str:
        """Return the address, or the name."""
        return self.key
