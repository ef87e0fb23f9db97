"""`python -m bench.invitations`: mails against bare smtplib, and what a guest's first page costs.

Mails: one worker takes the tasks from the broker; of each mail it makes a secret, claims the row,
composes HTML and text, sends and notes it. The worker is as it is deployed (a process for each
core, each with a connection that it keeps) and, for comparison, one of a single process. Bare
smtplib sends as many finished mails of the same size on one kept connection. All of them
send to the same server, in turn. The time runs from the first mail to the last.
"""

import argparse
import email.policy
import os
import smtplib
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.core.management import call_command

from bench.report import print_table
from bench.stack import engines_of_a_run
from devstack.engines import CHECKOUT
from devstack.service import Running, Service

LEAST = 0.2
FROM, TO = "noreply@localhost", "bench@client.example"


def main() -> int:
    """Run it. The exit code is 0 unless something breaks: a missed target is a result too."""
    parser = argparse.ArgumentParser(prog="python -m bench.invitations", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="mails in a round, at least four")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("migrate", verbosity=0)
        bench = Bench(folder)
        rounds = [bench.round(options.count) for _ in range(options.rounds)]
        bare = statistics.median(rates[0] for rates in rounds)
        rows = [("smtplib", f"{bare:.0f}", "", "")]
        for number, name in enumerate(("worker", "worker of one process"), start=1):
            rate = statistics.median(rates[number] for rates in rounds)
            ratio = statistics.median(rates[number] / rates[0] for rates in rounds)
            verdict = "met" if ratio >= LEAST else "NOT MET"
            rows.append((name, f"{rate:.0f}", f"{ratio:.2f}", verdict))
        print_table((f"{options.count} mails", "mails/s", "ratio", ""), rows)
        print_table(("a guest", "queries", "ms"), bench.pages())
    return 0


class Bench:
    """A project whose admin invites, and the mail server."""

    def __init__(self, folder: Path) -> None:
        from django.conf import settings  # noqa: PLC0415

        from projects.actions import create_project  # noqa: PLC0415
        from projects.models import Membership  # noqa: PLC0415
        from users.models import User  # noqa: PLC0415

        settings.INVITATIONS_PER_PROJECT = settings.INVITATIONS_PER_SENDER = 1_000_000
        settings.VERIFY_RATE = "1000000/minute"
        self.folder = folder
        user = User.objects.create_user("bench@example.com", name="김민지")
        project = create_project(creator=user, name="Spring film")
        self.access = Membership.objects.access(user, project.id)
        server = urlsplit(os.environ["EMAIL_URL"])
        self.server = (server.hostname or "", server.port or 25)

    def invite(self, count: int) -> Any:
        """Invite `count` addresses; return the rows."""
        from invitations.actions import send_invitations  # noqa: PLC0415
        from invitations.models import Invitation  # noqa: PLC0415
        from projects.models import Role  # noqa: PLC0415

        run = time.time_ns()
        emails = [f"p{run}-{number}@client.example" for number in range(count)]
        batch, _checked = send_invitations(
            access=self.access, emails=emails, role=Role.REVIEWER, message="Look at the sky. " * 20
        )
        return Invitation.objects.filter(batch=batch)

    def round(self, count: int) -> tuple[float, float, float]:
        """Return the mails a second of smtplib, of a worker, and of a worker of one process."""
        return self.bare(count), self.ours(count), self.ours(count, "--concurrency", "1")

    def bare(self, count: int) -> float:
        """Return how many mails a second smtplib sends on one connection."""
        from invitations.mails import invitation_letter  # noqa: PLC0415
        from invitations.models import Invitation  # noqa: PLC0415
        from invitations.secret import new_token  # noqa: PLC0415

        invitation = self.invite(1).select_related("batch__sender", "project").get()
        letter = invitation_letter(invitation, new_token(), "en")
        mail = letter.message(policy=email.policy.SMTP).as_bytes()
        Invitation.objects.filter(id=invitation.id).delete()
        with smtplib.SMTP(*self.server) as connection:
            connection.sendmail(FROM, [TO], mail)
            begun = time.perf_counter()
            for _ in range(count):
                connection.sendmail(FROM, [TO], mail)
            return count / (time.perf_counter() - begun)

    def ours(self, count: int, *options: str) -> float:
        """Queue the invitations, start the worker, and return how many it sends a second."""
        rows = self.invite(count)
        time.sleep(2)  # a thread sends the tasks
        worker = _worker(self.folder, *options)
        try:
            while rows.exclude(status="sent").exists():
                time.sleep(0.2)
        finally:
            worker.ask_to_stop()
            worker.wait_stopped()
        times = sorted(rows.values_list("sent_at", flat=True))
        return float((count - 1) / (times[-1] - times[0]).total_seconds())

    def pages(self) -> list[tuple[str, ...]]:
        """Return what each step of a guest's way in takes."""
        from django.test import Client  # noqa: PLC0415

        from invitations.secret import hash_token, new_token  # noqa: PLC0415

        token, project = new_token(), self.access.project_id
        self.invite(1).update(token_digest=hash_token(token), status="sent")
        verify = f"/api/v1/invitations/verify?token={token}"
        client = Client(headers={"Host": "localhost"})
        client.get("/api/v1/invitations/verify?token=none")  # what a process loads at first
        rows = [_step("verify, first", client, verify), _step("verify, again", client, verify)]
        bearer = client.get(verify).json()["guest_token"]
        guest = Client(headers={"Host": "localhost", "Authorization": f"Bearer {bearer}"})
        feedbacks = f"/api/v1/feedbacks?project_id={project}"
        rows.append(_step("first use: joins, list of feedback", guest, feedbacks))
        rows.append(_step("list of feedback", guest, f"{feedbacks}&limit=50"))
        return [*rows, _step("the project", guest, f"/api/v1/projects/{project}")]


def _step(name: str, client: Any, path: str) -> tuple[str, str, str]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    took = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code} {answer.content[:300]!r}")
    return name, f"{len(queries)}", f"{took:.1f}"


def _worker(folder: Path, *options: str) -> Running:
    command = ("-m", "celery", "-A", "videoplanet", "--quiet", "worker", *options)
    more = ("-Q", "celery", "--without-mingle", "--without-gossip", "--loglevel", "WARNING")
    service = Service(
        name="worker",
        argv=(sys.executable, *command, *more),
        cwd=CHECKOUT,
        is_ready=lambda: True,
        stop_seconds=20,
    )
    return Running.start(service, folder / "worker.log")


if __name__ == "__main__":
    sys.exit(main())
