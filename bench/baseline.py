"""What a list costs the usual way: a ModelViewSet over prefetched rows, at a route of its own.

All relations that our fields need are joined or prefetched, so that no row causes a query of its
own. Everything else is the libraries' default: nested ModelSerializers, REST framework's own
renderer, and a presigned URL for each picture in the private bucket. Authentication and middleware
are the product's.

Its fields are those of the product's answer: ModelSerializer finds them in the model by their
names.
"""

import json
import os
from typing import Any

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.urls import path
from rest_framework import serializers, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer

from bench.record import FIELDS
from comments.models import FeedbackComment
from feedbacks.models import Feedback
from users.models import User
from videoplanet.api.conditional import version_of
from videoplanet.storage import media_urls, s3
from videoplanet.urls import urlpatterns as product_urls

_fields, _user_fields = json.loads(os.environ.get(FIELDS, '[["id"], ["id"]]'))


class SignedUrl(serializers.ReadOnlyField):
    """A picture's presigned URL, as an S3 storage makes it."""

    def to_representation(self, value: str) -> str:
        """Sign the object's key."""
        return s3.download_url(value, expires_in=media_urls.WINDOW)


class PlainSerializer[M: Model](serializers.ModelSerializer[M]):
    """All fields as ModelSerializer makes them, `<name>_url` from the column `<name>_key`."""

    def build_field(self, field_name: str, *more: Any) -> Any:
        """Return the class of a field and its options."""
        stem, _, url = field_name.rpartition("_")
        if url == "url":
            return SignedUrl, {"source": f"{stem}_key"}
        return super().build_field(field_name, *more)


class UserSerializer(PlainSerializer[User]):
    """A person."""

    class Meta:
        model = User
        fields = _user_fields


class FeedbackSerializer(PlainSerializer[Feedback]):
    """A feedback with the fields that ours has."""

    user = UserSerializer()
    assignee = UserSerializer()
    resolved_by = UserSerializer()
    timestamp = serializers.FloatField(source="video_timestamp")
    comments_count = serializers.IntegerField(source="comments_total")
    # The bench's rows mention nobody.
    mentions = serializers.ListField(child=serializers.UUIDField(), source="mentioned")
    reactions = serializers.SerializerMethodField()
    reacted_by = serializers.SerializerMethodField()
    etag = serializers.SerializerMethodField()
    drawing_data = serializers.SerializerMethodField()

    class Meta:
        model = Feedback
        fields = _fields

    def get_etag(self, feedback: Feedback) -> str:
        """Return the version that `If-Match` takes."""
        return f'"{version_of(feedback.updated_at)}"'

    def get_drawing_data(self, feedback: Feedback) -> dict[str, Any]:
        """Return the drawing, which always has `shapes`."""
        drawing: dict[str, Any] = feedback.drawing_data
        return {"shapes": []} | drawing

    def get_reacted_by(self, feedback: Feedback) -> dict[str, list[Any]]:
        """Return who gave each emoji, from the prefetched reactions."""
        people: dict[str, list[Any]] = {}
        for reaction in sorted(feedback.reaction_rows.all(), key=lambda row: row.created_at):
            people.setdefault(reaction.emoji, []).append(reaction.user_id)
        return people

    def get_reactions(self, feedback: Feedback) -> dict[str, int]:
        """Count the prefetched reactions by emoji."""
        counts: dict[str, int] = {}
        for reaction in feedback.reaction_rows.all():
            counts[reaction.emoji] = counts.get(reaction.emoji, 0) + 1
        return counts


class FeedbackViewSet(viewsets.ModelViewSet[Feedback]):
    """The viewset, narrowed to a project as our lists are."""

    serializer_class = FeedbackSerializer
    renderer_classes = (JSONRenderer,)
    permission_classes = (IsAuthenticated,)
    schema: Any = None

    def get_queryset(self) -> QuerySet[Feedback]:
        """Return the feedback of the requested project, with all that its rows need."""
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
                comments_total=Count("comments"),
                unresolved_count=Count("comments", filter=Q(status="open")),
            )
            .order_by("created_at", "id")
        )


urlpatterns = [*product_urls, path("baseline", FeedbackViewSet.as_view({"get": "list"}))]
