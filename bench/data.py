"""The rows that are listed: projects with so many feedbacks, five comments each."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

from django.db import connection
from django.utils import timezone

from comments.models import CommentReaction, FeedbackComment
from eventlog.models import Stream
from feedbacks.models import Feedback, FeedbackReaction
from projects.models import Membership, Project, Role
from users.models import User
from videoplanet.db.ids import new_id
from videos.models import Video

EMAIL, PASSWORD = "bench@example.com", "a-long-password-42"
COMMENTS = 5
OTHER_PROJECTS = 10
EMOJI = ("👍", "🔥", "🎉")
TEXTS = (
    "The cut comes two frames too early; hold on her face until she looks away, then the music.",
    "자막이 화면 아래에 너무 붙어 있어요. 조금만 올려 주시고 글꼴도 한 단계 크게 부탁드립니다.",
    "Too dark in the lower left.",
)
SHAPE = {
    "type": "rectangle",
    "coordinates": [120.0, 80.0, 400.0, 260.0],
    "style": {"color": "#FF0000", "width": 3.0},
}


@dataclass(frozen=True, slots=True)
class Projects:
    """What the bench reads and writes: the projects by number of feedbacks."""

    listed: dict[int, UUID]
    written: UUID
    """A project of its own for what is created, so that the lists stay as they are."""
    video: UUID
    """A video of that project."""


class _Maker:
    def __init__(self) -> None:
        self.random = random.Random(2)
        owner = User.objects.create_user(EMAIL, PASSWORD, name="Owner", language="en")
        more = [
            User(
                email=f"member{number}@example.com",
                name=f"Member {number}",
                password="!",
                avatar_key=f"avatars/{new_id()}.webp" if number % 2 else None,
            )
            for number in range(8)
        ]
        self.users = [owner, *User.objects.bulk_create(more)]
        self.now = timezone.now().replace(microsecond=123_457) - timedelta(days=1)

    def project(self, size: int) -> Video:
        """Make a project of `size` feedbacks; return its video."""
        owner = self.users[0]
        project = Project.objects.create(name=f"{size} feedbacks", created_by=owner)
        Membership.objects.bulk_create(
            Membership(project=project, user=user, role=Role.ADMIN if user == owner else "editor")
            for user in self.users
        )
        video = Video.objects.create(
            project=project, uploader=owner, title="Cut", filename="cut.mp4", size=1000,
            content_type="video/mp4", part_size=8 * 1024**2, status=Video.Status.READY,
        )  # fmt: skip
        Stream.objects.create(id=project.id, seq=size * (COMMENTS + 1))
        rows = Feedback.objects.bulk_create(self._feedback(video, n) for n in range(size))
        self._react(FeedbackReaction, "feedback", rows[::2])
        self._discuss(rows)
        return video

    def _when(self, number: int) -> datetime:
        return self.now + timedelta(seconds=number, microseconds=number % 1000)

    def _feedback(self, video: Video, number: int) -> Feedback:
        done = number % 4 == 0
        return Feedback(
            project_id=video.project_id,
            video=video,
            user=self.random.choice(self.users),
            video_timestamp=round(self.random.uniform(0, 600), 3),
            content=TEXTS[number % len(TEXTS)],
            drawing_data={"shapes": [SHAPE]} if number % 3 == 0 else {},
            status=Feedback.Status.RESOLVED if done else Feedback.Status.OPEN,
            tags=["sound", "자막"][: number % 3],
            assignee=self.random.choice(self.users) if number % 2 else None,
            resolved_at=self._when(number) if done else None,
            resolved_by=self.users[0] if done else None,
            created_at=self._when(number),
            updated_at=self._when(number),
        )

    def _discuss(self, rows: list[Feedback]) -> None:
        """Three roots and two replies on each; every second comment has reactions."""
        roots = [self._comment(row, n) for row in rows for n in range(3)]
        replies = [self._comment(root.feedback, 3 + n % 3, root) for n, root in enumerate(roots)
                   if n % 3 < COMMENTS - 3]  # fmt: skip
        FeedbackComment.objects.bulk_create(roots)
        FeedbackComment.objects.bulk_create(replies)
        self._react(CommentReaction, "comment", roots[::2])

    def _comment(
        self, feedback: Feedback, number: int, root: FeedbackComment | None = None
    ) -> FeedbackComment:
        return FeedbackComment(
            project_id=feedback.project_id,
            feedback=feedback,
            user=self.random.choice(self.users),
            content=TEXTS[number % len(TEXTS)],
            root=root,
            parent=root,
            depth=2 if root else 1,
        )

    def _react(
        self,
        model: type[FeedbackReaction] | type[CommentReaction],
        target: str,
        rows: list[Feedback] | list[FeedbackComment],
    ) -> None:
        symbols = cycle(EMOJI)
        model.objects.bulk_create(
            model(**{target: row}, user=user, emoji=symbol)
            for row in rows
            for user, symbol in zip(
                self.random.sample(self.users, 3), islice(symbols, 3), strict=True
            )
        )


def make(sizes: list[int]) -> Projects:
    """Make a project for each of `sizes`, and others, so that the tables hold more than those.

    The others have up to 200 feedbacks, and no more than the largest of `sizes`.
    """
    maker = _Maker()
    listed = {size: maker.project(size).project_id for size in sizes}
    for _ in range(OTHER_PROJECTS):
        maker.project(min(200, max(sizes)))
    video = maker.project(0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Projects(listed, video.project_id, video.id)
