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

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from devstack import front_end, node
from devstack.service import HOST
from tests.browser.chromium import NoBrowser, executable
from tests.conftest import PASSWORD
from tests.engines import free_port
from tests.realtime.conftest import start_sockets
from tests.videos.encoding import encode_video
from tests.videos.processing import processed
from tests.waiting import eventually

RATE, FRAMES = 25, 250
"""Of the video: ten seconds, whose frames show their numbers."""
FEEDBACKS = {2.0: "The title is too small.", 6.0: "Please hold this shot longer."}
"""What the reviewer has said of it, by seconds."""


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


@dataclass
class Stack:
    """A running product with a project, as the specs see it."""

    url: str
    cast: Any
    video: str
    video_file: Path

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
                "password": PASSWORD,
                "project": str(self.cast.project.id),
                "projectName": self.cast.project.name,
                "video": self.video,
                "videoFile": str(self.video_file),
                "mails": os.environ["MAIL_DIR"],
                # Another address each time: the folder keeps the mails of other tests.
                "invitation": self.invitation(f"kim-{self.video}@client.example"),
                "link": self.link(),
                "linkWithPassword": self.link(password="open sesame"),
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
def bucket_for(origin: str) -> Iterator[None]:
    """Let pages of an origin play what is in the bucket."""
    with override_settings(CORS_ALLOWED_ORIGINS=[*settings.CORS_ALLOWED_ORIGINS, origin]):
        call_command("ensure_bucket")
    yield
    call_command("ensure_bucket")


@pytest.fixture
def stack(pages, worker, cast, video_file, tmp_path):
    """The product with its pages: a server for everything, workers, and a project to review."""
    cast.video.delete()  # it has no bytes
    video = processed(cast, worker, video_file.read_bytes())
    port = free_port()
    url = f"http://{HOST}:{port}"
    with ExitStack() as stack:
        stack.enter_context(bucket_for(url))
        env = {"WEB_ROOT": str(pages), "PUBLIC_URL": url, "FRONTEND_URL": url}
        start_sockets(stack, tmp_path, port=port, **env)
        for seconds, content in FEEDBACKS.items():
            body = {"video_id": video["id"], "timestamp": seconds, "content": content}
            assert cast.reviewer.post("feedbacks", body).status_code == 201
        yield Stack(url, cast, video["id"], video_file)
