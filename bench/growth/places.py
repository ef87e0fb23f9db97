"""What the braces in a route stand for, and the requests that are made of routes."""

import json
import re
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any
from urllib.parse import quote

from django.test import Client

from bench.client import Answer, Target, once
from bench.growth.cast import EMAIL, PASSWORD
from bench.growth.history import LARGEST_EVERY, History
from bench.growth.routes import ADMIN, FEEDBACK, Route
from comments.models import FeedbackComment
from eventlog.models import Stream
from feedbacks.models import Feedback
from notifications.models import Notification
from videoplanet.api.pagination import encode_cursor
from videoplanet.api.rendering import iso

TAIL = 100
"""So many rows have changed lately."""
ADMIN_PAGE = 200
"""Of 50 rows each."""
USUAL = 7
"""The place, among the largest project's feedbacks, of one that is like most."""


class Places:
    """The values of the names in braces at one size; some are other ones in each request."""

    def __init__(self, history: History, port: int) -> None:
        self.port, self.history = port, history
        self.api, self.admin = self._sign_in(), self._log_in_staff()
        self.fixed = self._values()
        told = Notification.objects.filter(user=history.cast.reader).order_by("-unread", "id")
        self.fresh: dict[str, Iterator[Any]] = {
            "status": cycle(("in_progress", "open")),
            "statuses": cycle(("in_progress", "open")),
            "text": (f"자막 {number}" for number in count()),
            "notification": cycle(told.values_list("id", flat=True)[:TAIL]),
        }
        self.fixed["own"] = json.loads(self.send(FEEDBACK).body)["id"]

    def _sign_in(self) -> dict[str, str]:
        body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        answer = once(Target("login", self.port, "/api/v1/auth/login", {}, body, "POST"))
        return {"Authorization": f"Bearer {json.loads(answer.body)['meta']['access_token']}"}

    def _log_in_staff(self) -> dict[str, str]:
        client = Client()
        client.force_login(self.history.cast.staff)
        return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}

    def _values(self) -> dict[str, Any]:
        history, cast = self.history, self.history.cast
        project = cast.projects[0]
        numbers = range(0, history.feedbacks, LARGEST_EVERY)
        middle, tail = numbers[len(numbers) // 2], numbers[max(0, len(numbers) - TAIL)]
        usual = history.feedback_id(numbers[min(USUAL, len(numbers) - 1)])
        seq = Stream.objects.get(id=project).seq
        rows = Feedback.objects.filter(project=project).order_by("created_at")
        comments = FeedbackComment.objects.filter(feedback=usual).order_by("created_at")
        return {
            "project": project,
            "small": cast.projects[1],
            "video": cast.videos[0][1].id,
            "first": history.feedback_id(0),
            "feedback": usual,
            "comment": comments[0].id,
            "reader": cast.reader.id,
            "author": cast.accounts[cast.members[0][1]].id,
            "stranger": cast.staff.id,
            "newcomer": cast.accounts[cast.members[1][0]].email,
            "middle": encode_cursor(iso(history.moment(middle)), history.feedback_id(middle)),
            "lately": iso(history.moment(tail)),
            "page": min(ADMIN_PAGE, max(1, history.feedbacks // 50)),
            "half": seq // 2,
            "recent": max(0, seq - 50),
            "fifty": [*rows.values_list("id", flat=True)[TAIL : TAIL + 50]] or [usual],
        }

    def target(self, route: Route, **more: Any) -> Target:
        """Return the request, with a new value for each name that has one."""

        def value(name: str) -> Any:
            return next(self.fresh[name]) if name in self.fresh else (self.fixed | more)[name]

        path = re.sub(r"{(\w+)}", lambda found: quote(str(value(found[1]))), route.path)
        body = re.sub(
            r'"{(\w+)}"',
            lambda found: json.dumps(value(found[1]), default=str),
            json.dumps(route.body, ensure_ascii=False) if route.body else "",
        )
        headers = self.admin if route.path.startswith(ADMIN) else self.api
        return Target(
            route.name,
            self.port,
            quote(path, safe="/?&=%:-_."),
            headers,
            body.encode(),
            route.method,
            route.status,
        )

    def prepare(self, route: Route) -> Target:
        """Send what the route needs before it; return the request itself."""
        if route.given is None:
            return self.target(route)
        made = json.loads(self.send(route.given).body)
        return self.target(route, made=made.get("id"))

    def send(self, route: Route) -> Answer:
        """Send the request on a connection of its own."""
        return once(self.prepare(route))
