"""The types, what leads from one to another, and the entrances.

A type's own fields come from its resource (`shapes`); what is written here are the ways between
resources. The entrances see what REST shows the same person (`visible_to`); everything further in
hangs on a row that was found there, so it is in the same project.
"""

from collections.abc import Collection, Mapping
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter
from strawberry.schema.config import StrawberryConfig

from comments.models import FeedbackComment
from comments.resources import COMMENT, CommentEvent
from feedbacks.models import Feedback as FeedbackRow
from feedbacks.resources import FEEDBACK, FeedbackResponse
from integrations.graphql.rows import Link, Request, Row, one, page_of, pointed_to, require_first
from integrations.graphql.shapes import SCALARS, enum_of, field, shaped
from projects.models import Membership
from projects.models import Project as ProjectRow
from projects.resources import MEMBER, ProjectResponse, annotate_for
from projects.resources import Member as MemberShape
from users.resources import Me as MeShape
from users.resources import UserInfo, profile_of
from videoplanet.api.pagination import Order
from videos.models import Video as VideoRow
from videos.resources import VIDEO, VideoResponse
from videos.resources import Color as ColorShape

MAX_DEPTH, MAX_TOKENS, MAX_ALIASES = 12, 2000, 30
"""A query in which comments of feedback of videos of projects have people is eight deep."""
OLDEST, NEWEST = Order("created_at"), Order("created_at", descending=True)

Info = strawberry.Info[Request, None]
After = Annotated[
    str | None, strawberry.argument(description="The `nextCursor` of the page before.")
]
First = Annotated[int, strawberry.argument(description="Rows of a list, 1 to 200.")]


def member_of(row: Any, name: str) -> Any:
    """Return a member of a row's JSON: what a field is that has no resolver of its own."""
    if isinstance(row, Row):
        return row.members[name]
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


@shaped(UserInfo)
class User:
    """A person as others see them. `email` is null for guests."""


@shaped(MeShape)
class Me:
    """The signed-in person."""


@shaped(ColorShape)
class Color:
    """What colours a video's values mean."""


@shaped(MemberShape)
class Member:
    """A person in a project."""


@strawberry.type
class MemberPage:
    """Members, in the order in which they joined."""

    nodes: list[Member]
    next_cursor: str | None


@shaped(CommentEvent)
class Comment:
    """A comment on a feedback, or a reply."""

    @field
    def replies(self: Row, first: First = 50, after: After = None) -> "CommentPage":
        """Replies to this comment itself, oldest first."""
        return REPLIES.of(self, first=first, after=after, filters={})  # type: ignore[return-value]


@strawberry.type
class CommentPage:
    """Comments, oldest first."""

    nodes: list[Comment]
    next_cursor: str | None


@shaped(FeedbackResponse)
class Feedback:
    """What must change at a moment of a video."""

    @field
    def comments(self: Row, first: First = 50, after: After = None) -> CommentPage:
        """Comments that reply to none, oldest first."""
        return COMMENTS.of(self, first=first, after=after, filters={})  # type: ignore[return-value]

    @field
    def video(self: Row) -> "Video":
        """The video that it is on."""
        return pointed_to(self, VIDEO.texts, "video_id")  # type: ignore[return-value]


@strawberry.type
class FeedbackPage:
    """Feedback, oldest first."""

    nodes: list[Feedback]
    next_cursor: str | None


FeedbackStatus = enum_of("FeedbackStatus", *FeedbackRow.Status.values)
FeedbackPriority = enum_of("FeedbackPriority", *FeedbackRow.Priority.values)


@strawberry.input(description="Any of the statuses and priorities, all of the tags.")
class FeedbackFilter:
    """The filters of the REST list, words aside: those are searched in one project."""

    status: list[FeedbackStatus] | None = None  # type: ignore[valid-type]
    priority: list[FeedbackPriority] | None = None  # type: ignore[valid-type]
    tag: list[str] | None = None
    author: UUID | None = None
    assignee: UUID | None = None

    def given(self) -> dict[str, Any]:
        """Return what `Feedback.objects.matching` takes."""
        given = {name: value for name, value in vars(self).items() if value is not None}
        for name in given.keys() & {"status", "priority"}:
            given[name] = [each.value for each in given[name]]
        return given


Filter = Annotated[FeedbackFilter | None, strawberry.argument(description="None gives all.")]


@shaped(VideoResponse)
class Video:
    """A video, one version of its stack."""

    @field
    def feedback(
        self: Row, first: First = 50, after: After = None, where: Filter = None
    ) -> FeedbackPage:
        """Feedback on this version, oldest first."""
        filters = where.given() if where else {}
        return OF_VIDEO.of(self, first=first, after=after, filters=filters)  # type: ignore[return-value]

    @field
    def project(self: Row) -> "Project":
        """The project that it is in."""
        return pointed_to(self, _projects_of(self.siblings.request), "project_id")  # type: ignore[return-value]


@strawberry.type
class VideoPage:
    """Videos, newest first."""

    nodes: list[Video]
    next_cursor: str | None


@shaped(ProjectResponse)
class Project:
    """A project as you see it, with your role in it."""

    @field
    def videos(self: Row, first: First = 50, after: After = None) -> VideoPage:
        """All versions of all videos, newest first."""
        return VIDEOS.of(self, first=first, after=after, filters={})  # type: ignore[return-value]

    @field
    def feedback(
        self: Row, first: First = 50, after: After = None, where: Filter = None
    ) -> FeedbackPage:
        """Feedback on all of its videos, oldest first."""
        filters = where.given() if where else {}
        return OF_PROJECT.of(self, first=first, after=after, filters=filters)  # type: ignore[return-value]

    @field
    def members(self: Row, first: First = 50, after: After = None) -> MemberPage:
        """People, in the order in which they joined."""
        return MEMBERS.of(self, first=first, after=after, filters={})  # type: ignore[return-value]


@strawberry.type
class ProjectPage:
    """Projects, newest first."""

    nodes: list[Project]
    next_cursor: str | None


VIDEOS = Link(VIDEO, "project", NEWEST, VideoRow.objects.all)
OF_PROJECT = Link(FEEDBACK, "project", OLDEST, FeedbackRow.objects.matching)
OF_VIDEO = Link(FEEDBACK, "video", OLDEST, FeedbackRow.objects.matching)
COMMENTS = Link(COMMENT, "feedback", OLDEST, lambda: FeedbackComment.objects.filter(parent=None))
REPLIES = Link(COMMENT, "parent", OLDEST, FeedbackComment.objects.all)
MEMBERS = Link(MEMBER, "project", OLDEST, Membership.objects.all, "joined_at")


@strawberry.type
class Query:
    """What you see of your projects."""

    @field
    def me(self, info: Info) -> Me:
        """You."""
        return profile_of(info.context.user)  # type: ignore[return-value]

    @field
    def projects(self, info: Info, first: First = 50, after: After = None) -> ProjectPage:
        """Your projects, newest first."""
        require_first(first)
        request = info.context
        request.spend(first)
        rows = ProjectRow.objects.visible_to(request.user)
        newest = NEWEST.apply(NEWEST.after(rows, after))
        keys = list(newest.values_list("pk", flat=True)[: first + 1])
        found = request.load(keys[:first], _projects_of(request))
        return page_of(keys, first, found)  # type: ignore[return-value]

    @field
    def project(self, info: Info, id: UUID) -> Project | None:
        """One of your projects; null if there is none with this id."""
        rows = ProjectRow.objects.visible_to(info.context.user).filter(pk=id)
        return one(info.context, _projects_of(info.context), rows)  # type: ignore[return-value]

    @field
    def video(self, info: Info, id: UUID) -> Video | None:
        """A video of one of your projects; null if there is none."""
        rows = VideoRow.objects.visible_to(info.context.user).filter(pk=id)
        return one(info.context, VIDEO.texts, rows)  # type: ignore[return-value]

    @field
    def feedback(self, info: Info, id: UUID) -> Feedback | None:
        """A feedback in one of your projects; null if there is none."""
        rows = FeedbackRow.objects.visible_to(info.context.user).filter(pk=id)
        return one(info.context, FEEDBACK.texts, rows)  # type: ignore[return-value]


def _projects_of(request: Request) -> Any:
    """Return how projects are read: with the role of who asks."""

    def read(ids: Collection[UUID]) -> dict[UUID, str]:
        rows = annotate_for(ProjectRow.objects.filter(pk__in=ids), request.user)
        return dict(rows.values_list("pk", "json"))

    return read


SCHEMA = strawberry.Schema(
    Query,
    config=StrawberryConfig(default_resolver=member_of, scalar_map=SCALARS),
    extensions=[
        lambda: QueryDepthLimiter(max_depth=MAX_DEPTH),
        lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
        lambda: MaxAliasesLimiter(max_alias_count=MAX_ALIASES),
    ],
)
