"""A mail server that does what a test says, and invitations sent through it."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from invitations.models import Invitation
from tests.conftest import Person
from tests.engines import free_port
from tests.mails import send_invitations
from users.models import User
from users.tokens import principal_of
from videoplanet import settings as product
from videoplanet.mail.smtp import hang_up

LINK = re.compile(
    r"^http://localhost:3000/feedback/public/([0-9a-f-]{36})\?token=(\S{43})$", re.MULTILINE
)


@dataclass
class Server:
    """An SMTP server: what it says to whom, and the mails that it took."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    rcpt: Callable[[str], str] = lambda _address: "250 OK"
    data: Callable[[EmailMessage], str | None] = lambda _mail: "250 OK"
    """What is said to a mail; None: the line is cut without a word."""
    connections: int = 0

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        answer = self.rcpt(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        if answer.startswith("421"):
            server.transport.write(f"{answer}\r\n".encode())
            server.transport.close()
        return answer

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        answer = self.data(mail)
        if answer is None:
            server.transport.abort()
            return "250 never heard"
        if answer.startswith("250"):
            self.mails.append(mail)
        return answer

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address."""
        return [mail for mail in self.mails if mail["To"] == address]

    def token(self, address: str) -> str:
        """Return the secret of the newest mail to an address."""
        return token_in(self.to(address)[-1])


class _Listening(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=True)


def token_in(mail: EmailMessage) -> str:
    """Return the secret of the one link of a mail's text."""
    [(_project, token)] = LINK.findall(text_of(mail))
    return token


def text_of(mail: EmailMessage) -> str:
    """Return the mail's plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


@pytest.fixture(autouse=True)
def _no_other_worker(request):
    """A worker that a test before left would send what this one is to send."""
    if "worker" not in request.fixturenames:
        request.getfixturevalue("_worker").stop()


@pytest.fixture
def server(settings) -> Iterator[Server]:
    """A mail server of the test's own; the product sends to it."""
    given = Server(free_port())
    controller = _Listening(given, hostname="127.0.0.1", port=given.port)
    controller.start()
    options = product.MAILERS["default"]["OPTIONS"] | {"port": given.port, "timeout": 2}
    settings.MAILERS = {"default": product.MAILERS["default"] | {"OPTIONS": options}}
    hang_up()
    yield given
    hang_up()
    with suppress(Exception):
        controller.stop()


@pytest.fixture
def invite(cast):
    """`invite("a@client.example", role=…)`: the answer to the owner's request."""

    def ask(*emails, person="owner", **more):
        body = {"project_id": str(cast.project.id), "emails": list(emails), **more}
        return getattr(cast, person).post("invitations", body)

    return ask


@pytest.fixture
def invited(invite, server):
    """`invited("a@client.example")`: invite, send, and return the row and its secret."""

    def ask(email="kim@client.example", **more):
        answer = invite(email, **more)
        assert answer.status_code == 202, answer.content
        assert answer.json()["failed"] == []
        row = Invitation.objects.get(batch_id=answer.json()["batch_id"])
        send_invitations(row.id)
        row.refresh_from_db()
        return row, token_in(server.mails[-1])

    return ask


@pytest.fixture
def enter(cast):
    """`enter(token)`: the guest whom the link of a mail lets in."""

    def ask(token):
        answer = cast.anonymous.get(f"invitations/verify?token={token}")
        assert answer.status_code == 200, answer.content
        given = answer.json()
        assert given["valid"] is True, given
        return Person("invited", None, given["guest_token"])

    return ask


def user_of(person: Person) -> User:
    """Return the user behind a guest token."""
    principal = principal_of(person.token or "")
    assert principal is not None
    return principal.user
