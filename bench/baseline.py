"""What a list costs the usual way: the architecture's own viewset (§7.2), as its own route.

The queryset is the one written there; the relations that our fields need beside it are joined or
prefetched too, so no row asks for anything by itself. What it leaves open is what these libraries
do when left alone: nested ModelSerializers, REST framework's own renderer, and for each picture in
the private bucket a presigned URL of its own. Authentication and middleware are the product's.
"""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import path
from rest_framework import serializers, viewsets
from rest_framework.renderers import JSONRenderer

from comments.models import FeedbackComment
from feedbacks.models import Feedback
from users.models import User
from videoplanet.storage import media_urls, s3
from videoplanet.urls import urlpatterns as product_urls


class UserSerializer(serializers.ModelSerializer[User]):
    """A person."""

    avatar_url = serializers.SerializerMethodField()

    class Meta:
        """UserInfo."""

        model = User
        fields = ("id", "name", "email", "avatar_url")

    def get_avatar_url(self, user: User) -> str | None:
        """Return the signed picture, as an S3 storage does."""
        key = user.avatar_key
        return s3.download_url(key, expires_in=media_urls.HOUR) if key else None


class FeedbackSerializer(serializers.ModelSerializer[Feedback]):
    """A feedback with the fields that ours has."""

    user = UserSerializer()
    assignee = UserSerializer()
    resolved_by = UserSerializer()
    timestamp = serializers.FloatField(source="video_timestamp")
    screenshot_url = serializers.SerializerMethodField()
    comments_count = serializers.IntegerField()
    reactions = serializers.SerializerMethodField()

    class Meta:
        """The contract's fields."""

        model = Feedback
        fields = (
            *("id", "project_id", "video_id", "user", "timestamp", "content", "screenshot_url"),
            *("drawing_data", "priority", "status", "tags", "assignee", "resolved_at"),
            *("resolved_by", "created_at", "updated_at", "comments_count", "reactions"),
        )

    def get_screenshot_url(self, feedback: Feedback) -> None:
        """Return none: there are none in the data."""
        return

    def get_reactions(self, feedback: Feedback) -> dict[str, int]:
        """Count the prefetched reactions by emoji."""
        counts: dict[str, int] = {}
        for reaction in feedback.reaction_rows.all():
            counts[reaction.emoji] = counts.get(reaction.emoji, 0) + 1
        return counts


class FeedbackViewSet(viewsets.ModelViewSet[Feedback]):
    """The viewset of §7.2; narrowed to a project, as the lists of ours are."""

    serializer_class = FeedbackSerializer
    renderer_classes = (JSONRenderer,)
    schema: Any = None

    def get_queryset(self) -> QuerySet[Feedback]:
        """Return what §7.2 returns, of the project that is asked for."""
        return (
            Feedback.objects.filter(
                project_id=self.request.query_params["project_id"],
                project__memberships__user=self.request.user.pk,
            )
            .select_related("user", "project", "video", "assignee", "resolved_by")
            .prefetch_related(
                Prefetch(
                    "comments",
                    queryset=FeedbackComment.objects.select_related("user")
                    .prefetch_related("replies")
                    .annotate(reactions_count=Count("reaction_rows")),
                ),
                "reaction_rows",
            )
            .annotate(
                comments_count=Count("comments"),
                unresolved_count=Count("comments", filter=Q(status="open")),
            )
            .order_by("created_at", "id")
        )


urlpatterns = [*product_urls, path("baseline", FeedbackViewSet.as_view({"get": "list"}))]
