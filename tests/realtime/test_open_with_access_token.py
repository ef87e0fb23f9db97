"""Programs with an access token: by a ticket on a socket, by the header on a stream."""

from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from devstack.service import HOST
from realtime.close_codes import CloseCode
from tests.realtime.test_open_with_ticket import opened, ticket_of
from tests.tokens.conftest import make_project_token, make_token, program
from tokens.actions import end_token
from users.models import AccessToken, SocketTicket, User

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def secret(cast):
    """A personal token of the viewer, which may only read."""
    return make_token(cast.viewer, scope="read")["token"]


def address(process, cast):
    return f"http://{HOST}:{process.port}/api/v1/projects/{cast.project.id}/events"


def test_a_ticket_of_a_token_opens_a_socket(process, cast, secret):
    socket = process.open(cast.project.id, None, ticket=ticket_of(program(secret)))

    ready = socket.next()
    assert ready["payload"]["user"]["id"] == str(cast.viewer.user.id)
    cast.owner.patch(f"projects/{cast.project.id}", {"name": "Summer film"})
    assert socket.next()["type"] == "project.updated"


@pytest.mark.parametrize("made", ["personal", "project"])
def test_what_a_token_opened_closes_when_it_ends(process, cast, secret, made):
    if made == "project":
        secret = make_project_token(cast, scope="read")["token"]
    token = AccessToken.objects.latest("id")
    socket = process.open(cast.project.id, None, ticket=ticket_of(program(secret)))
    assert socket.next()["type"] == "connection.ready"

    end_token(token_id=token.id, actor_id=None)
    assert socket.code() == CloseCode.BAD_TOKEN


def test_what_a_token_opened_closes_when_it_expires(process, cast, secret):
    token = program(secret)
    AccessToken.objects.update(expires_at=timezone.now() + timedelta(seconds=3))
    socket = process.open(cast.project.id, None, ticket=ticket_of(token))
    assert socket.next()["type"] == "connection.ready"

    assert socket.code(timeout=10) == CloseCode.BAD_TOKEN


def test_a_changed_password_leaves_what_a_token_opened(process, cast, secret):
    socket = process.open(cast.project.id, None, ticket=ticket_of(program(secret)))
    own = process.open(cast.project.id, cast.viewer.token)
    assert socket.next()["type"] == own.next()["type"] == "connection.ready"

    user = User.objects.get(id=cast.viewer.user.id)
    user.set_password("another-password-43")
    user.save()
    assert own.code() == CloseCode.BAD_TOKEN
    cast.owner.patch(f"projects/{cast.project.id}", {"name": "Summer film"})
    assert socket.next()["type"] == "project.updated"


def test_a_ticket_ends_with_its_token(process, cast, secret):
    ticket = ticket_of(program(secret))
    assert SocketTicket.objects.get().token_id == AccessToken.objects.get().id
    AccessToken.objects.update(ended_at=timezone.now())

    assert opened(process, cast, ticket) == CloseCode.BAD_TOKEN


def test_a_removed_bots_socket_says_that_its_token_ended(process, cast):
    made = make_project_token(cast)
    socket = process.open(cast.project.id, None, ticket=ticket_of(program(made["token"])))
    assert socket.next()["type"] == "connection.ready"

    assert cast.owner.delete(f"projects/{cast.project.id}/tokens/{made['id']}").status_code == 204
    assert socket.code() == CloseCode.BAD_TOKEN


def test_a_token_in_a_url_opens_nothing(process, cast, secret):
    socket = process.open(cast.project.id, secret)
    assert socket.next_or_code() == CloseCode.BAD_TOKEN

    url = f"{address(process, cast)}?token={secret}"
    with httpx.stream("GET", url, headers=STREAM) as answer:
        assert answer.status_code == 401


def test_a_token_in_the_header_opens_a_stream_which_ends_with_it(process, cast, secret):
    headers = STREAM | {"Authorization": f"Bearer {secret}"}
    with httpx.stream("GET", address(process, cast), headers=headers, timeout=20) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        assert next(lines) == "event: connection"
        end_token(token_id=AccessToken.objects.get().id, actor_id=None)
        assert list(lines)[-1] == ""  # the end of the answer: no error, no more events


def test_a_program_is_not_present_and_says_nothing_to_people(process, cast, secret):
    process.open(cast.project.id, None, ticket=ticket_of(program(secret)))
    socket = process.open(cast.project.id, cast.owner.token)
    assert [who["name"] for who in socket.next()["payload"]["present"]] == ["Owner"]

    bot = make_project_token(cast)["token"]
    machine = process.open(cast.project.id, None, ticket=ticket_of(program(bot)))
    assert machine.next()["payload"]["user"]["kind"] == "bot"
    machine.send(type="typing", payload={"feedback_id": str(cast.video.id)})
    refused = machine.until("error")[-1]["payload"]
    assert refused["code"] == "insufficient_scope"
    process.opened.remove(machine)
    machine.close()
    cast.owner.patch(f"projects/{cast.project.id}", {"name": "Summer film"})
    heard = [socket.next_frame()["type"]]
    while heard[-1] != "project.updated":
        heard.append(socket.next_frame()["type"])
    assert set(heard) == {"token.created", "project.updated"}


def test_a_project_token_opens_no_other_project(process, cast):
    other = cast.owner.post("projects", {"name": "Winter film"}).json()["id"]
    bot = program(make_project_token(cast)["token"])
    socket = process.open(other, None, ticket=ticket_of(bot))
    assert socket.next_or_code() == CloseCode.NOT_FOUND
