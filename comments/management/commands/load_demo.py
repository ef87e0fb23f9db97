"""`manage.py load_demo --video FILE`: the demo's people, project, video and review."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.actions import add_comment
from comments.demo import (
    ADMIN,
    DESCRIPTION,
    NOTES,
    PASSWORD,
    PEOPLE,
    PROJECT,
    VIDEO_FILENAME,
    VIDEO_TITLE,
    Comment,
    Note,
)
from comments.models import CommentReaction
from eventlog.publish import action
from feedbacks.actions import FeedbackChanges, change_feedback, create_feedback
from feedbacks.models import Feedback, FeedbackReaction, Reaction
from feedbacks.reactions import add_reaction
from projects.actions import add_member, create_project, delete_project
from projects.models import Access, Membership, Project
from users.models import User
from videoplanet.storage import s3
from videos.models import Video
from videos.parts import Part, part_sizes
from videos.uploads import add_video, begin_upload, complete_upload


def address(name: str) -> str:
    """Return the address with which a person of the demo logs in."""
    return f"{name}@example.com"


class Command(BaseCommand):
    """Load the demo, unless it has been loaded already.

    Everything goes through the actions that the API calls, so all of it is in the log. The admin's
    account is created last, as a sign that the demo is complete: without it, the remains of an
    interrupted run are deleted and the demo is loaded again.
    """

    help = "Load the demo once: people, a project, a video, a review of it. Not in production."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the video's file."""
        parser.add_argument("--video", type=Path, required=True, metavar="FILE", help="An MP4.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demo, or say that it is there. Raises CommandError in production."""
        if settings.ENVIRONMENT == "production":
            raise CommandError("The demo's passwords are known to all: not in production.")
        if User.objects.filter(email=ADMIN).exists():
            self.stdout.write("demo is there")
            return
        file: Path = options["video"]
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        _load(file)
        self.stdout.write(f"loaded the demo: {len(NOTES)} feedbacks on {VIDEO_TITLE!r}")


def _load(file: Path) -> None:
    people = {name: _account(name) for name in PEOPLE}
    _delete_left_over(people["owner"])
    project = create_project(creator=people["owner"], name=PROJECT, description=DESCRIPTION)
    owner = Membership.objects.access(people["owner"], project.id)
    for name, person in PEOPLE.items():
        if person.role is not None and name != "owner":
            add_member(access=owner, email=address(name), role=person.role)
    team = {
        name: Membership.objects.access(people[name], project.id)
        for name, person in PEOPLE.items()
        if person.role is not None
    }
    video = _upload(team["editor"], file)
    with action():
        for note in NOTES:
            _write(team, video, note)
    User.objects.create_superuser(ADMIN, PASSWORD, name="Admin")


def _account(name: str) -> User:
    person, email = PEOPLE[name], address(name)
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(
        email, PASSWORD, name=person.name, language=person.language, time_zone="Asia/Seoul"
    )


def _delete_left_over(owner: User) -> None:
    for project in Project.objects.filter(created_by=owner, name=PROJECT):
        delete_project(access=Membership.objects.access(owner, project.id))


def _upload(access: Access, file: Path) -> Video:
    """Upload as a browser does, but for the signed URLs: they may name a host of browsers only."""
    video = begin_upload(
        access=access,
        title=VIDEO_TITLE,
        filename=VIDEO_FILENAME,
        size=file.stat().st_size,
        content_type="video/mp4",
    )
    add_video(access=access, video=video)
    parts = []
    with file.open("rb") as content:
        for number, size in enumerate(part_sizes(video), 1):
            answer = s3.client(patient=True).upload_part(
                Bucket=settings.S3_BUCKET,
                Key=video.object_key,
                UploadId=video.upload_id,
                PartNumber=number,
                Body=content.read(size),
            )
            parts.append(Part(number, answer["ETag"]))
    complete_upload(access=access, video_id=video.id, parts=parts)
    return video


def _write(team: dict[str, Access], video: Video, note: Note) -> None:
    feedback = create_feedback(
        access=team[note.who],
        video=video,
        video_timestamp=note.at,
        content=note.says,
        priority=note.priority,
        tags=list(note.tags),
        drawing_data={"shapes": list(note.shapes)} if note.shapes else {},
    )
    _react(team, FeedbackReaction, feedback.id, note.reactions)
    for comment in note.thread:
        _say(team, feedback, comment)
    changes: FeedbackChanges = {}
    if note.assignee:
        changes["assignee"] = team[note.assignee].user.id
    if note.status != Feedback.Status.OPEN:
        changes["status"] = note.status
    if changes:
        change_feedback(access=team["editor"], feedback_id=feedback.id, changes=changes)


def _say(
    team: dict[str, Access], feedback: Feedback, comment: Comment, parent_id: UUID | None = None
) -> None:
    said = add_comment(
        access=team[comment.who],
        feedback=feedback,
        content=comment.says,
        parent_id=parent_id,
        mentions=[team[name].user.id for name in comment.mentions],
    )
    _react(team, CommentReaction, said.id, comment.reactions)
    for reply in comment.replies:
        _say(team, feedback, reply, said.id)


def _react(
    team: dict[str, Access],
    model: type[Reaction],
    target_id: UUID,
    reactions: tuple[str, ...],
) -> None:
    for given in reactions:
        name, emoji = given.split()
        add_reaction(access=team[name], model=model, target_id=target_id, emoji=emoji)
