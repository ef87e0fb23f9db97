"""Who and what there is at every size: people, projects, memberships and videos.

Ids are made from numbers, so that rows which refer to each other need not be looked up. They are
UUIDs of version 7, as the product's are: the admin filters by the time in them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils import timezone

from eventlog.models import Stream
from projects.models import Membership, Project, Role
from users.models import User
from videos.models import Video

EMAIL, STAFF_EMAIL, PASSWORD = "bench@example.com", "staff@example.com", "a-long-password-42"
PEOPLE = 2000
MEMBERS, MEMBERS_OF_LARGEST = 8, 40
VIDEOS, VIDEOS_OF_LARGEST = 5, 200
OWN_PROJECTS = 60
"""The projects of the person who asks."""
PROJECT_IDS, PERSON_IDS, AVATAR_IDS, VIDEO_IDS = range(1, 5)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HISTORY = timedelta(days=300)
"""How long ago the first rows were written; the log keeps events for a year."""


def id_at(moment: datetime, kind: int, number: int) -> UUID:
    """Return the UUID of version 7 of a row that was made then: a kind's number is used once."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    return UUID(int=milliseconds << 80 | 7 << 76 | kind << 64 | 2 << 62 | number)


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, with the number of its uploader."""

    id: UUID
    project: int
    uploader: int


class Cast:
    """Project 0 is the largest. The person who asks is its admin, and an editor of others."""

    def __init__(self, projects: int) -> None:
        self.began = timezone.now() - HISTORY
        self.count = projects
        self.reader = User.objects.create_user(EMAIL, PASSWORD, name="김민지", language="en")
        self.staff = User.objects.create_superuser(STAFF_EMAIL, PASSWORD, name="Staff")
        self.accounts = [self.reader, *self._make_people()]
        self.projects = [id_at(self.began, PROJECT_IDS, number) for number in range(projects)]
        self._make_projects()
        self.members = [self._members(number) for number in range(projects)]
        self._make_memberships()
        self.videos = [self._videos(number) for number in range(projects)]
        self._make_videos()

    def _make_people(self) -> list[User]:
        made = User.objects.bulk_create(
            User(
                id=id_at(self.began, PERSON_IDS, number),
                email=f"member{number}@example.com",
                name=f"Member {number}",
                password="!",
                avatar_key=f"avatars/{id_at(self.began, AVATAR_IDS, number)}.webp"
                if number % 2
                else None,
            )
            for number in range(1, PEOPLE)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
        )
        return made

    def _make_projects(self) -> None:
        Project.objects.bulk_create(
            Project(
                id=project_id,
                name=f"Project {number}",
                created_by=self.accounts[-1],
                created_at=self.began,
                updated_at=self.began,
            )
            for number, project_id in enumerate(self.projects)
        )
        Stream.objects.bulk_create(Stream(id=project_id) for project_id in self.projects)
        Stream.objects.bulk_create(Stream(id=user.id) for user in self.accounts)

    def _members(self, project: int) -> list[int]:
        """Return the numbers of a project's people; those who write are not the one who asks."""
        if project == 0:
            return list(range(1, MEMBERS_OF_LARGEST + 1))
        first = MEMBERS_OF_LARGEST + project * MEMBERS
        return [1 + (first + number) % (PEOPLE - 1) for number in range(MEMBERS)]

    def _make_memberships(self) -> None:
        rows = [
            Membership(
                project_id=self.projects[project],
                user=self.accounts[person],
                role=Role.ADMIN if place == 0 else Role.EDITOR,
            )
            for project, people in enumerate(self.members)
            for place, person in enumerate(people)
        ]
        rows += [
            Membership(
                project_id=project_id,
                user=self.reader,
                role=Role.EDITOR if number else Role.ADMIN,
            )
            for number, project_id in enumerate(self.projects[:OWN_PROJECTS])
        ]
        Membership.objects.bulk_create(rows)

    def _videos(self, project: int) -> list[Clip]:
        """Return a project's videos; in the largest the one who asks uploaded every fortieth."""
        count = VIDEOS if project else VIDEOS_OF_LARGEST
        people = self.members[project] if project else [0, *self.members[0][1:]]
        return [
            Clip(
                id_at(self.began, VIDEO_IDS, project * VIDEOS_OF_LARGEST + number),
                project,
                people[number % len(people)],
            )
            for number in range(count)
        ]

    def _make_videos(self) -> None:
        Video.objects.bulk_create(
            Video(
                id=clip.id,
                project_id=self.projects[clip.project],
                uploader=self.accounts[clip.uploader],
                title=f"Cut {number}",
                filename="cut.mp4",
                content_type="video/mp4",
                size=1000,
                part_size=8 * 1024**2,
                status=Video.Status.READY,
                frame_rate="25/1",
                duration=600.0,
                created_at=self.began + timedelta(seconds=number),
                updated_at=self.began + timedelta(seconds=number),
            )
            for clips in self.videos
            for number, clip in enumerate(clips)
        )
