"""Accounts as a front end uses them: over HTTP, with the codes read from the caught mails."""

import itertools
import os
import re
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD
from tests.openid_provider import Provider
from tests.users.sign_in import MINJI, know

_numbers = itertools.count(1)


@dataclass
class Visitor:
    """A front end on one device: it keeps the session token and the tokens it is given."""

    headers: dict[str, str] = field(default_factory=dict)
    session_token: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None

    def send(self, method, path, body=None, *, token=None, **headers):
        """Send JSON below /api/v1, with the access token (or `token`), else the session token."""
        given = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if token or self.access_token:
            given["Authorization"] = f"Bearer {token or self.access_token}"
        elif self.session_token:
            given["X-Session-Token"] = self.session_token
        answer = Client(raise_request_exception=False).generic(
            method,
            f"/api/v1/{path}",
            data=b"" if body is None else _json(body),
            content_type="application/json",
            headers=given,
        )
        self._remember(answer)
        return answer

    def post(self, path, body=None, **more):
        return self.send("POST", path, body, **more)

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def delete(self, path, body=None, **more):
        return self.send("DELETE", path, body, **more)

    def sign_up(self, email, password=PASSWORD, name="Kim Minji"):
        return self.post("auth/signup", {"email": email, "password": password, "name": name})

    def log_in(self, email, password=PASSWORD):
        return self.post("auth/login", {"email": email, "password": password})

    def refresh(self, token=None):
        return self.post("tokens/refresh", {"refresh_token": token or self.refresh_token})

    def status_of(self, token=None):
        """Return the status of `users/me` with the access token."""
        return self.get("users/me", token=token).status_code

    def _remember(self, answer):
        if "json" not in answer.headers.get("Content-Type", "") or not answer.content:
            return
        body = answer.json()
        meta = body.get("meta") or {} if isinstance(body, dict) else {}
        self.session_token = meta.get("session_token") or self.session_token
        self.access_token = meta.get("access_token") or self.access_token
        self.refresh_token = meta.get("refresh_token") or self.refresh_token


def _json(body):
    import json

    return json.dumps(body).encode()


@dataclass
class Mailbox:
    """The mails to one address that were caught since the test began."""

    address: str
    after: str

    def mails(self) -> list[EmailMessage]:
        """Return them, oldest first (the catcher writes a mail down before it answers)."""
        parser = BytesParser(policy=policy.default)
        files = [file for file in _files() if file.name > self.after]
        found = [parser.parsebytes(file.read_bytes()) for file in files]
        return [mail for mail in found if mail["To"] == self.address]

    def newest(self) -> EmailMessage:
        return self.mails()[-1]

    def code(self) -> str:
        """Return the newest mail's code."""
        found = re.findall(
            r"^ {4}([A-Z]{4}-[A-Z]{4})\r?$", self.newest().get_content(), re.MULTILINE
        )
        assert len(found) == 1, self.newest().get_content()
        return found[0]


def _files() -> list[Path]:
    return sorted(Path(os.environ["MAIL_DIR"]).glob("*.eml"))


@pytest.fixture
def mailbox():
    """Open the mailbox of an address; with none, of a fresh one."""
    newest = max((file.name for file in _files()), default="")

    def open_box(address=None):
        return Mailbox(address or f"p{next(_numbers)}-{os.getpid()}@example.com", newest)

    return open_box


@pytest.fixture
def visitor():
    """A front end on one device."""
    return Visitor()


@pytest.fixture
def new_visitor():
    """Make front ends on further devices."""
    return Visitor


@pytest.fixture
def member(db, mailbox):
    """Sign up, confirm the address, and return the front end and the mailbox."""

    def make(**headers):
        visitor, box = Visitor(headers=headers), mailbox()
        assert visitor.sign_up(box.address).status_code == 401
        answer = visitor.post("auth/email/verify", {"key": box.code()})
        assert answer.status_code == 200, answer.content
        return visitor, box

    return make


@pytest.fixture
def no_waiting(settings):
    """Without allauth's limits on how often a code may be asked for."""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None, "manage_email": None}


@pytest.fixture
def provider(settings, mailbox):
    """A provider of OpenID Connect that knows Minji, and that the operator trusts."""
    with Provider() as found:
        cache.clear()
        found.people["minji"] = MINJI | {"email": mailbox().address}
        know(settings, found.variables(TRUST_EMAIL="true"))
        yield found
