"""The pages of web/, built once for all test processes, and the stack that serves them."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from devstack import front_end, node
from devstack.line import Line
from devstack.service import HOST
from eventlog.publish import action, truncate_log
from tests.browser.chromium import NoBrowser, executable
from tests.conftest import PASSWORD
from tests.engines import free_port
from tests.openid_provider import Provider
from tests.realtime.conftest import start_sockets
from tests.videos.encoding import encode_video
from tests.videos.processing import processed
from tests.waiting import eventually
from tests.web.outages import Control

RATE, FRAMES = 25, 250
"""Of the video: ten seconds, whose frames show their numbers."""
OTHER_RATE, OTHER_FRAMES = "30000/1001", 300
"""Of another version of it, as long."""
FEEDBACKS = {2.0: "The title is too small.", 6.0: "Please hold this shot longer."}
"""What the reviewer has said of it, by seconds."""
PEOPLE = {
    "new": {"name": "Park Jiwoo", "email": "jiwoo@company.example", "email_verified": True},
    "reviewer": {"name": "R. Viewer", "email": "reviewer@example.com", "email_verified": True},
    "claims": {"name": "Claims", "email": "claims@company.example"},
    "silent": {"name": "Silent"},
}
"""Whom the other service knows."""


@pytest.fixture(scope="session")
def pages() -> Path:
    """The folder of the built pages. The first process that asks builds them, others wait."""
    try:
        front_end.build()
    except node.NodeError as error:
        pytest.fail(f"web/ can't be built:\n{error}")
    return front_end.OUT


@pytest.fixture(scope="session")
def chromium() -> dict[str, str]:
    """Variables that name a Chromium to vitest and Playwright; tests are skipped without one."""
    try:
        path, env = executable()
    except NoBrowser as reason:
        pytest.skip(str(reason))
    return {"CHROMIUM": path, **env}


@pytest.fixture(scope="session")
def video_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("web") / "cut.mp4"
    encode_video(path, frames=FRAMES, rate=RATE, size=(640, 360), audio="aac")
    return path


@pytest.fixture(scope="session")
def other_rate_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("web") / "other-rate.mp4"
    encode_video(path, frames=OTHER_FRAMES, rate=OTHER_RATE, size=(640, 360))
    return path


@pytest.fixture(scope="session")
def files(video_file, other_rate_file) -> dict[str, str]:
    """The films, by the names under which the specs find them."""
    return {"videoFile": str(video_file), "otherRateFile": str(other_rate_file)}


@dataclass
class Stack:
    """A running product with a project, as the specs see it."""

    url: str
    cast: Any
    video: str
    files: dict[str, str]
    direct: str = ""
    """The server's own address, where `url` is that of a line to it that may be cut."""
    control: str = ""
    """Where a spec asks for outages."""
    other_origin: str = ""
    """An origin on another site, from which the API may be used: localhost is not 127.0.0.1."""

    def link(self, **fields: Any) -> str:
        """Make a share link as the owner and return its address on this stack."""
        body = {"project_id": str(self.cast.project.id), "role": "reviewer", **fields}
        answer = self.cast.owner.post("share-links", body)
        assert answer.status_code == 201, answer.content
        return self.here(answer.json()["url"])

    def invitation(self, address: str) -> str:
        """Invite an address as the owner and return the link in the mail that it got."""
        body = {"project_id": str(self.cast.project.id), "emails": [address], "role": "reviewer"}
        answer = self.cast.owner.post("invitations", body)
        assert answer.status_code == 202, answer.content
        mail = eventually(lambda: mail_to(address))
        return self.here(re.search(r"https?://\S+/feedback/public/\S+", mail)[0])

    def here(self, url: str) -> str:
        """Return the same address on this stack: mails name FRONTEND_URL."""
        return self.url + url[url.index("/feedback/") :]

    def given(self) -> str:
        """Return what the specs are told, as JSON."""
        return json.dumps(
            {
                "otherOrigin": self.other_origin,
                "password": PASSWORD,
                "project": str(self.cast.project.id),
                "projectName": self.cast.project.name,
                "video": self.video,
                **self.files,
                "mails": os.environ["MAIL_DIR"],
                # Another address each time: the folder keeps the mails of other tests.
                "invitation": self.invitation(f"kim-{self.video}@client.example"),
                "link": self.link(),
                "linkWithPassword": self.link(password="open sesame"),
                "direct": self.direct,
                "control": self.control,
            }
        )


def mail_to(address: str) -> str:
    """Return the text of the newest mail to an address; empty if there is none."""
    parser = BytesParser(policy=policy.default)
    for file in sorted(Path(os.environ["MAIL_DIR"]).glob("*.eml"), reverse=True):
        mail = parser.parsebytes(file.read_bytes())
        if mail["To"] == address:
            return mail.get_body(("plain",)).get_content()
    return ""


@contextmanager
def bucket_for(*origins: str) -> Iterator[None]:
    """Let pages of these origins play what is in the bucket."""
    with override_settings(CORS_ALLOWED_ORIGINS=[*settings.CORS_ALLOWED_ORIGINS, *origins]):
        call_command("ensure_bucket")
    yield
    call_command("ensure_bucket")


@pytest.fixture
def video(worker, cast, video_file) -> str:
    """The id of a video that the reviewer has given feedback on."""
    cast.video.delete()  # it has no bytes
    video = processed(cast, worker, video_file.read_bytes())["id"]
    for seconds, content in FEEDBACKS.items():
        body = {"video_id": video, "timestamp": seconds, "content": content}
        assert cast.reviewer.post("feedbacks", body).status_code == 201
    return video


@dataclass
class Site:
    """A server for everything that serves the pages too, and who may use it from elsewhere."""

    url: str
    other_origin: str


@pytest.fixture(scope="session")
def site(pages, django_db_setup, tmp_path_factory) -> Iterator[Site]:
    """The server of all journeys of a test process. What is in the tables is each test's own."""
    port = free_port()
    site = Site(f"http://{HOST}:{port}", f"http://localhost:{free_port()}")
    named = f"http://localhost:{port}"
    with ExitStack() as stack:
        env = serving(pages, site.url)
        env |= {"CORS_ALLOWED_ORIGINS": f"{site.url},{named},{site.other_origin}"}
        env["FRONTEND_URL"] = named  # browsers keep passkeys for names, not for addresses
        env |= sign_in_with(stack.enter_context(Provider(people=PEOPLE)))
        start_sockets(stack, tmp_path_factory.mktemp("site"), port=port, **env)
        yield site


@pytest.fixture
def stack(site, cast, video, files) -> Iterator[Stack]:
    """The product with its pages, workers, and a project to review."""
    with bucket_for(site.url, site.other_origin):
        yield Stack(site.url, cast, video, files, other_origin=site.other_origin)


def sign_in_with(provider: Provider) -> dict[str, str]:
    """Return the variables of a server that knows a provider twice, and trusts it once."""
    trusted = provider.variables("company", TRUST_EMAIL="true")
    other = provider.variables("partner", NAME="Partner")
    return trusted | other | {"SIGN_IN_PROVIDERS": "company,partner"}


def serving(pages: Path, url: str) -> dict[str, str]:
    """Return the variables of a server whose pages are at `url`."""
    return {"WEB_ROOT": str(pages), "PUBLIC_URL": url, "FRONTEND_URL": url}


@pytest.fixture
def frail_stack(pages, cast, video, files, tmp_path):
    """The same, behind a line that may be cut; Redis, too, is at the end of such a line."""
    ports = free_port(), free_port()
    redis = urlsplit(settings.REDIS_URL)
    with ExitStack() as stack:
        web, to_redis = (stack.enter_context(Line(end)) for end in (ports[0], redis.port))
        url = f"http://{HOST}:{web.port}"
        stack.enter_context(bucket_for(url))
        env = serving(pages, url) | {"REDIS_URL": f"redis://{HOST}:{to_redis.port}{redis.path}"}
        # Both from the start: a process that has threads, as this one then, must not fork.
        first, _second = (start_sockets(stack, tmp_path, port=port, **env) for port in ports)

        def restart() -> None:
            first.running.ask_to_stop()
            first.running.wait_stopped()
            web.target = ports[1]

        def prune() -> None:
            with action():
                truncate_log(cast.project.id)
            connection.close()  # this thread's own

        outages = {
            "cut": web.cut,
            "mend": web.mend,
            "block-sockets": web.block_sockets,
            "redis-away": to_redis.cut,
            "redis-back": to_redis.mend,
            "restart": restart,
            "prune": prune,
        }
        control = stack.enter_context(Control(outages))
        direct = f"http://{HOST}:{ports[1]}"
        yield Stack(url, cast, video, files, direct, control.url)
