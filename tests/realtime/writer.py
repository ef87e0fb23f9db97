"""A process that writes until it is killed: `python -m tests.realtime.writer PROJECT VIDEO USER`.

It rolls one in five actions back, and prints the id of each feedback that it has committed.
"""

import os
import random
import sys
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
django.setup()

from eventlog.publish import action  # noqa: E402
from feedbacks.actions import create_feedback  # noqa: E402
from projects.models import Membership  # noqa: E402
from users.models import User  # noqa: E402
from videos.models import Video  # noqa: E402


class RolledBackError(Exception):
    """Ends an action."""


def write(access, video):
    try:
        with action():
            feedback = create_feedback(
                access=access, video=video, video_timestamp=1, content="from a process"
            )
            if random.random() < 0.2:
                raise RolledBackError
    except RolledBackError:
        return
    print(feedback.id, flush=True)


def main(project_id, video_id, user_id):
    user = User.objects.get(id=user_id)
    access = Membership.objects.access(user, UUID(project_id))
    video = Video.objects.get(id=video_id)
    while True:
        write(access, video)


if __name__ == "__main__":
    main(*sys.argv[1:])
