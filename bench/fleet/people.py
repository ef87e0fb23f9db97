"""The people: Locust's users, each with an own socket, in a process of their own.

`python -m bench.fleet.people PLAN RESULT URL` reads commands from its input, a line each: `users N`
adds people until there are so many, `stop` ends the load, has everybody compare their state with
the server's, and writes RESULT. It says `ok` after each.

Locust replaces Python's sockets by those of gevent, so nothing else runs in this process.
"""

# ruff: noqa: I001 - Locust replaces sockets as it is imported, so it comes first
import locust
import io
import random
import sys
import time
from pathlib import Path
from typing import Any

import gevent
import orjson
from gevent.fileobject import FileObject
from locust.env import Environment
from PIL import Image

from bench.fleet.checking import Acknowledged, compare
from bench.fleet.follower import Follower
from bench.fleet.mix import ACTS, API, Act

EMOJI = ("👍", "🔥", "🎉", "👏", "🙂")
STATUSES = ("open", "in_progress", "resolved", "closed")
WORDS = ("frames", "자막", "dark", "music")
TEXTS = ("Two frames too early.", "자막을 조금만 올려 주세요.", "Too dark in the lower left.")
NEWEST = 30
"""People look at one of so many newest feedbacks."""
BOUNDARY = "the-end-of-a-part"
SPAWNED_A_SECOND = 20
WEIGHTS = [act.weight for act in ACTS]

plan: dict[str, Any] = {}
waiting: list[dict[str, Any]] = []
"""Those of the plan who have not come yet."""
acknowledged: list[Acknowledged] = []
noted: list[tuple[Any, ...]] = []
"""What happened to sockets: (what, when, more)."""
requests: list[tuple[float, str, int, float]] = []
"""When a request began (seconds of the day's clock), its act, status (0: no answer), seconds."""


class Person(locust.FastHttpUser):
    """Somebody who opens a project, keeps a socket open, and does one act after the other."""

    network_timeout = 60.0
    connection_timeout = 5.0

    def wait_time(self) -> float:
        """Return how long the person thinks."""
        return random.expovariate(1 / plan["thought"])

    def on_start(self) -> None:
        """Open the project: the socket first, then the list, so that no event is missed."""
        given = waiting.pop()
        self.user_id, self.videos = given["user"], given["videos"]
        self.project, token = given["project"], given["token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        url = str(self.environment.host)
        self.follower = Follower(url, self.project, token, lambda *what: noted.append(what))
        followers.append((given, self.follower))
        state = self.follower.state
        while state.first is None:
            gevent.sleep(0.05)
        while True:
            path = f"{API}/feedbacks?project_id={self.project}&limit=500"
            answer = self.client.get(path, headers=self.headers, name="open a project")
            if answer.status_code == 200:
                assert answer.headers is not None
                return state.begin(int(f"{answer.headers['X-Project-Seq']}"), answer.json())
            gevent.sleep(1)

    @locust.task
    def act(self) -> None:
        """Do one thing of the mix."""
        [act] = random.choices(ACTS, WEIGHTS)
        values = self._values()
        path = act.path.format_map(values)
        more: dict[str, Any] = {"headers": self.headers}
        if act.body:
            more["json"] = {
                name: values[value[1:-1]] if value.startswith("{") else value
                for name, value in act.body.items()
            }
        elif act.method == "POST":
            more = _form(self.headers)
        answer = self.client.request(act.method, path, name=act.name, **more)
        if act.method != "GET" and 200 <= answer.status_code < 300:
            self._keep(act, values, answer.json())

    def _values(self) -> dict[str, Any]:
        return {
            "project": self.project,
            "video": random.choice(self.videos),
            "feedback": random.choice(list(self.follower.state.feedbacks)[-NEWEST:]),
            "second": round(random.uniform(0, 600), 2),
            "text": random.choice(TEXTS),
            "word": random.choice(WORDS),
            "emoji": random.choice(EMOJI),
            "status": random.choice(STATUSES),
        }

    def _keep(self, act: Act, values: dict[str, Any], body: dict[str, Any]) -> None:
        """Remember a write that the server has acknowledged."""
        if act.event == "feedback.updated":
            key = f"{body['id']} {body['etag']}"
        elif act.event == "reaction.added":
            key = f"{values['feedback']} {self.user_id} {values['emoji']}"
        else:
            key = body["id"]
        url = "" if act.event else body["url"]
        acknowledged.append(Acknowledged(self.project, act.event, key, url))


followers: list[tuple[dict[str, Any], Follower]] = []


def _form(headers: dict[str, str]) -> dict[str, Any]:
    """Return a request's body and headers with a picture that no other request has."""
    picture = io.BytesIO()
    Image.effect_noise((320, 180), random.uniform(20, 80)).convert("RGB").save(picture, "JPEG")
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="screenshot"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + picture.getvalue() + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return {"headers": {**headers, "Content-Type": kind}, "data": body}


def _note_request(
    name: str, response_time: float, response: Any, start_time: float, **_more: Any
) -> None:
    status = getattr(response, "status_code", 0) or 0
    requests.append((start_time, name, status, response_time / 1000))


def main(plan_file: str, result: str, url: str) -> None:
    """Obey commands until `stop`, or until the input ends."""
    plan.update(orjson.loads(Path(plan_file).read_bytes()))
    waiting.extend(reversed(plan["people"]))
    environment = Environment(user_classes=[Person], host=url)
    environment.events.request.add_listener(_note_request)  # type: ignore[no-untyped-call]
    runner = environment.create_local_runner()
    for line in FileObject(sys.stdin.fileno(), "r", close=False):
        what, *numbers = line.split()
        if what == "stop":
            break
        runner.start(int(numbers[0]), SPAWNED_A_SECOND)
        while sum(follower.state.known > 0 for _given, follower in followers) < int(numbers[0]):
            gevent.sleep(0.05)
        print("ok", flush=True)
    ended = time.time()
    runner.quit()
    wrong = compare(url, followers, acknowledged, with_workers=plan["with_workers"])
    found = {
        "ended": ended,
        "requests": requests,
        "sockets": noted,
        "acknowledged": len(acknowledged),
        "people": len(followers),
        "wrong": wrong,
    }
    Path(result).write_bytes(orjson.dumps(found))
    print("ok", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
