"""Who uses the fleet: people who are logged in, ten to a project, with videos and feedback."""

from dataclasses import asdict, dataclass

from bench.data import TEXTS
from bench.realtime.people import make_people, settle
from comments.actions import add_comment
from feedbacks.actions import create_feedback
from projects.actions import create_project
from projects.models import Membership, Role
from users.models import User
from videos.models import Video

VIDEOS = 3


@dataclass(frozen=True, slots=True)
class Given:
    """What a person starts with."""

    user: str
    token: str
    project: str
    videos: list[str]


def make(*, users: int, projects: int, feedbacks: int) -> list[dict[str, object]]:
    """Spread so many people over the projects; each project begins with so much feedback."""
    people = make_people(users)
    given = []
    for number in range(projects):
        team = people[number::projects]
        videos = _make_project(f"Project {number}", [user for user, _token in team], feedbacks)
        project = str(videos[0].project_id)
        ids = [str(video.id) for video in videos]
        given += [asdict(Given(str(user.pk), token, project, ids)) for user, token in team]
    settle()
    return given


def _make_project(name: str, team: list[User], feedbacks: int) -> list[Video]:
    owner, *others = team
    project = create_project(creator=owner, name=name)
    Membership.objects.bulk_create(
        Membership(project=project, user=user, role=Role.EDITOR) for user in others
    )
    access = Membership.objects.access(owner, project.id)
    videos = Video.objects.bulk_create(
        Video(
            project=project, uploader=owner, title=f"Cut {number}", filename="cut.mp4", size=1000,
            content_type="video/mp4", part_size=8 * 1024**2, status=Video.Status.READY,
        )
        for number in range(VIDEOS)
    )  # fmt: skip
    for number in range(feedbacks):
        feedback = create_feedback(
            access=access,
            video=videos[number % VIDEOS],
            video_timestamp=float(number),
            content=TEXTS[number % len(TEXTS)],
        )
        for _ in range(number % 3):
            add_comment(access=access, feedback=feedback, content=TEXTS[2])
    return videos
