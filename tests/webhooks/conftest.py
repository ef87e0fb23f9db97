"""A real receiver of webhooks, and webhooks that lead to it."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from webhooks.models import Webhook
from webhooks.tasks import deliver


@dataclass
class Answer:
    code: int = 200
    body: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """Keeps what it is sent, and gives the answers of `answers`, then 200."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.received: list[Received] = []
        self.answers: list[Answer] = []
        self.always: Answer | None = None
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Received(self.path, headers, self.rfile.read(length)))
                later = receiver.always or Answer()
                answer = receiver.answers.pop(0) if receiver.answers else later
                self.send_response(answer.code)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer((host, port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[Any]:
        return [received.event for received in self.received]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@dataclass
class Hook:
    """A webhook as its admin knows it, and its task."""

    person: Any
    path: str
    id: str
    secret: str | None

    @property
    def row(self) -> Webhook:
        return Webhook.objects.get(id=self.id)

    @property
    def now(self) -> Any:
        answer = self.person.get(self.path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    @property
    def deliveries(self) -> list[Any]:
        return self.person.get(f"{self.path}/deliveries").json()

    def set(self, **columns: Any) -> None:
        Webhook.objects.filter(id=self.id).update(**columns)

    def deliver(self) -> None:
        """Do what the worker does."""
        from videoplanet.tasks.work import schedule
        from webhooks.kinds import DELIVER

        schedule(DELIVER, [self.row.id])
        deliver(self.id)


@pytest.fixture
def make_hook(cast: Any, receiver: Receiver) -> Any:
    """`make_hook(kind=…)` makes a webhook that leads to the receiver."""

    def make(**fields: Any) -> Hook:
        return hook_of(cast, {"name": "Ours", "url": receiver.url} | fields)

    return make


def hook_of(cast: Any, fields: dict[str, Any]) -> Hook:
    path = f"projects/{cast.project.id}/webhooks"
    answer = cast.owner.post(path, fields)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    return Hook(cast.owner, f"{path}/{made['id']}", made["id"], made["secret"])


@pytest.fixture
def hook(make_hook: Any) -> Hook:
    return make_hook()
