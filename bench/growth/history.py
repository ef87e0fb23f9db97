"""The rows of the past: feedbacks one after the other, and what there is for each of them.

A fifth of everything belongs to the largest project, the rest to all others alike. A feedback has
comments in threads, some with mentions and reactions, an event for itself and for each comment in
the project's log, and a notification of the video's uploader with its event in that person's log.
Events carry what the product would have written: their shapes are those of rows that it made.
"""

import random
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone

from bench.growth.cast import Cast, Clip, id_at
from bench.growth.copying import Rows
from bench.growth.words import Writer
from comments.actions import add_comment
from comments.models import CommentMention, CommentReaction, FeedbackComment
from comments.resources import COMMENT
from eventlog.events import EventType, PersonalEvent
from eventlog.models import Event
from feedbacks.actions import create_feedback
from feedbacks.models import Feedback, FeedbackReaction
from feedbacks.resources import FEEDBACK
from feedbacks.timing import timing_columns
from notifications.models import EXCERPT_MAX, Notification
from notifications.resources import NOTIFICATION
from projects.models import Membership
from users.resources import UserInfo
from videoplanet.api.conditional import version_of
from videoplanet.api.rendering import dumps, iso
from videoplanet.api.resources import values_of
from videos.models import Video

LARGEST_EVERY = 5
"""One in so many feedbacks is the largest project's, beginning with the first."""
RARE = 20
"""The number of rare feedbacks: each fifth one of the largest project's first."""
LARGE_TREE = 120
"""The comments of the very first feedback."""
MOMENTS = 5000
"""The different timestamps in a video."""
FEEDBACK_IDS, COMMENT_IDS, NOTIFICATION_IDS = 5, 6, 7
SHAPE = {
    "type": "rectangle",
    "coordinates": [0.1, 0.08, 0.4, 0.26],
    "style": {"color": "#FF0000", "width": 3.0},
}
STATUSES = ("open", "resolved", "open", "resolved", "in_progress", "open", "resolved", "closed")
PRIORITIES = ("medium", "low", "medium", "high")
EMOJI = ("👍", "🔥", "🎉")
COMMON_TAG, SECOND_TAG, RARE_TAG = "sound", "자막", "reshoot"


class History:
    """All rows in the order of time; `rows` are those that wait for their way to the database."""

    def __init__(self, cast: Cast, *, length: int) -> None:
        """`length` is the number of feedbacks at the end, by which the time is divided."""
        self.cast = cast
        self.step = (timezone.now() - cast.began) / (length + 1)
        self.random = random.Random(17)
        self.writer = Writer()
        self.feedbacks = self.comments = 0
        self.rows: dict[type[Any], Rows] = {
            model: Rows(model)
            for model in (
                *(Feedback, FeedbackReaction, FeedbackComment, CommentMention, CommentReaction),
                *(Notification, Event),
            )
        }
        self.seqs: dict[UUID, int] = {}
        """The newest seq of each stream."""
        self.emoji = cycle(EMOJI)
        self.people = [values_of(UserInfo, person) for person in cast.accounts]
        self.timings = _timings(cast)
        self.shapes = _shapes(cast)

    @property
    def usual_comments(self) -> int:
        """Return the number of comments beside those of the first feedback."""
        return self.comments - LARGE_TREE if self.feedbacks else 0

    def moment(self, number: int) -> datetime:
        """Return when a feedback was given."""
        return self.cast.began + (number + 1) * self.step

    def feedback_id(self, number: int) -> UUID:
        """Return the id of a feedback. Those of the largest project are multiples of five."""
        return id_at(self.moment(number), FEEDBACK_IDS, number)

    def add(self, *, comments_until: int) -> None:
        """Add a feedback, and comments on it until there are so many beside those of the first."""
        number = self.feedbacks
        is_largest = number % LARGEST_EVERY == 0
        place = number // LARGEST_EVERY
        project = 0 if is_largest else 1 + (number - place - 1) % (self.cast.count - 1)
        rare = is_largest and place % 5 == 0 and place < 5 * RARE
        # With the second of the largest project the one who asks has a notification at any size.
        clips = self.cast.videos[project]
        clip = clips[0] if number == LARGEST_EVERY else self.random.choice(clips)
        values = self._feedback(number, project, clip, rare=rare)
        for index in range(comments_until - self.usual_comments if number else LARGE_TREE):
            self._comment(values, project, index, rare=rare and index == 0)
            self.comments += 1
        self.feedbacks += 1

    def _somebody(self, project: int) -> dict[str, Any]:
        """Return one of the project's people as the API shows them."""
        return self.people[self.random.choice(self.cast.members[project])]

    def _feedback(self, number: int, project: int, clip: Clip, *, rare: bool) -> dict[str, Any]:
        choice, at = self.random.randrange, self.moment(number)
        author = self.people[0] if rare else self._somebody(project)
        assignee = self.people[0] if rare else self._somebody(project) if number % 2 else None
        status = STATUSES[choice(len(STATUSES))]
        resolver = self._somebody(project) if status in Feedback.DONE else None
        shapes = [SHAPE] if number % 4 == 0 else []
        values = {
            "id": self.feedback_id(number),
            "project_id": self.cast.projects[project],
            "video_id": clip.id,
            **self.timings[choice(MOMENTS)],
            "content": self.writer.feedback(number, largest=project == 0, rare=rare),
            "priority": "critical" if choice(100) == 0 else PRIORITIES[choice(len(PRIORITIES))],
            "status": status,
            "tags": [COMMON_TAG, SECOND_TAG][: choice(3)] + ([RARE_TAG] if rare else []),
            "resolved_at": at if resolver else None,
            "created_at": at,
            "updated_at": at,
        }
        self.rows[Feedback].add(
            **values,
            user_id=author["id"],
            drawing_data=dumps({"shapes": shapes} if shapes else {}).decode(),
            assignee_id=assignee and assignee["id"],
            resolved_by_id=resolver and resolver["id"],
        )
        self._react(FeedbackReaction, project, at, feedback_id=values["id"])
        self._log(
            *(EventType.FEEDBACK_CREATED, values["project_id"], author, values),
            timestamp=values["video_timestamp"],
            drawing_data={"shapes": shapes},
            assignee=assignee,
            resolved_by=resolver,
        )
        self._notify(number, clip, author, values)
        return values

    def _comment(self, feedback: dict[str, Any], project: int, index: int, *, rare: bool) -> None:
        """Add a comment: of five, three are roots, and two reply to the first two of them."""
        number, author, moment = self.comments, self._somebody(project), feedback["created_at"]
        at = moment + timedelta(milliseconds=index + 1)
        parent = None
        if index % 5 > 2:
            parent = id_at(at - timedelta(milliseconds=3), COMMENT_IDS, number - 3)
        values = {
            "id": id_at(at, COMMENT_IDS, number),
            "feedback_id": feedback["id"],
            "parent_id": parent,
            "content": self.writer.comment(number, rare=rare),
            "created_at": at,
            "updated_at": at,
        }
        self.rows[FeedbackComment].add(
            **values,
            project_id=feedback["project_id"],
            user_id=author["id"],
            root_id=parent,
            depth=2 if parent else 1,
        )
        mentions = [self._somebody(project)] if number % 5 == 0 else []
        for person in mentions:
            self.rows[CommentMention].add(comment_id=values["id"], user_id=person["id"], position=0)
        if number % 4 == 0:
            self._react(CommentReaction, project, at, comment_id=values["id"])
        stream = feedback["project_id"]
        self._log(EventType.COMMENT_ADDED, stream, author, values, mentions=mentions)

    def _react(self, model: type[Any], project: int, at: datetime, **target: UUID) -> None:
        person = self._somebody(project)
        self.rows[model].add(**target, user_id=person["id"], emoji=next(self.emoji), created_at=at)

    def _notify(
        self, number: int, clip: Clip, author: dict[str, Any], feedback: dict[str, Any]
    ) -> None:
        """Tell the video's uploader of the feedback; every second notification has been read."""
        receiver, at = self.people[clip.uploader], feedback["created_at"]
        if receiver is author:
            return
        read_at = None if number % 2 else at + self.step / 2
        values = {
            "id": id_at(at, NOTIFICATION_IDS, number),
            "type": str(Notification.Type.FEEDBACK),
            "project_id": feedback["project_id"],
            "video_id": clip.id,
            "feedback_id": feedback["id"],
            "excerpt": feedback["content"][:EXCERPT_MAX],
            "created_at": at,
        }
        self.rows[Notification].add(
            **values,
            user_id=receiver["id"],
            actor_id=author["id"],
            read_at=read_at,
            unread=not read_at,
        )
        self._log(
            *(PersonalEvent.NOTIFICATION_CREATED, receiver["id"], author, values), actor=author
        )

    def _log(
        self,
        event: EventType | PersonalEvent,
        stream: UUID,
        author: dict[str, Any],
        values: dict[str, Any],
        **more: Any,
    ) -> None:
        """Add an event of the shape that the product gives it, with the values of the row."""
        shape, at = self.shapes[event], values["created_at"]
        said = {"user": author, **values, **more, "created_at": iso(at), "updated_at": iso(at)}
        said["etag"] = f'"{version_of(at)}"'
        if values.get("resolved_at"):
            said["resolved_at"] = iso(at)
        payload = shape | {name: said[name] for name in shape if name in said}
        self.seqs[stream] += 1
        self.rows[Event].add(
            stream_id=stream,
            seq=self.seqs[stream],
            type=str(event),
            payload=dumps(payload).decode(),
            actor_id=author["id"],
            at=at,
        )


def _timings(cast: Cast) -> list[dict[str, Any]]:
    """Return the columns of so many moments in a video; all videos have the same frame rate."""
    video = Video.objects.get(id=cast.videos[0][0].id)
    seconds = [round(number * (video.duration or 0) / MOMENTS, 3) for number in range(MOMENTS)]
    return [timing_columns(video, timestamp=second) for second in seconds]


def _shapes(cast: Cast) -> dict[EventType | PersonalEvent, dict[str, Any]]:
    """Return the payloads of events that the product wrote, in the last project."""
    clip = cast.videos[-1][0]
    author = cast.members[-1][-1]
    access = Membership.objects.access(cast.accounts[author], cast.projects[-1])
    video = Video.objects.get(id=clip.id)
    feedback = create_feedback(access=access, video=video, video_timestamp=1, content="First")
    comment = add_comment(access=access, feedback=feedback, content="First")
    notification = Notification.objects.get(feedback=feedback, user=cast.accounts[clip.uploader])
    texts: dict[EventType | PersonalEvent, str] = {
        EventType.FEEDBACK_CREATED: FEEDBACK.text(feedback.id),
        EventType.COMMENT_ADDED: COMMENT.text(comment.id),
        PersonalEvent.NOTIFICATION_CREATED: NOTIFICATION.text(notification.id),
    }
    return {event: orjson.loads(text) for event, text in texts.items()}
