"""Tickets open one socket or stream, once, in the place of a token."""

from datetime import timedelta

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from devstack.service import HOST
from realtime.close_codes import CloseCode
from tests.concurrency import at_once
from tests.engines import free_port
from users.models import SocketTicket


def ticket_of(person):
    answer = person.post("realtime/tickets")
    assert answer.status_code == 201, answer.content
    assert answer["Cache-Control"] == "no-store"
    return answer.json()["ticket"]


def opened(process, cast, ticket):
    """Connect with a ticket; return the first frame, or the close code."""
    return process.open(cast.project.id, None, ticket=ticket).next_or_code()


@pytest.mark.parametrize("name", ["owner", "viewer", "guest"])
def test_a_ticket_opens_a_socket_once(process, cast, name):
    ticket = ticket_of(getattr(cast, name))

    assert opened(process, cast, ticket)["type"] == "connection.ready"
    assert opened(process, cast, ticket) == CloseCode.BAD_TOKEN


def test_of_many_at_once_one_socket_opens(process, cast):
    ticket = ticket_of(cast.viewer)
    answers = at_once(*[lambda: opened(process, cast, ticket)] * 8)

    assert sorted(str(answer) for answer in answers)[:7] == [str(CloseCode.BAD_TOKEN)] * 7
    assert len([answer for answer in answers if answer != CloseCode.BAD_TOKEN]) == 1


def test_a_ticket_opens_notifications_and_streams(process, cast):
    notifications = process.open_notifications(None, ticket=ticket_of(cast.viewer))
    assert notifications.next_or_code()["type"] == "connection.ready"

    address = f"http://{HOST}:{process.port}/api/v1/projects/{cast.project.id}/events"
    url = f"{address}?ticket={ticket_of(cast.guest)}"
    for status in (200, 401):
        with httpx.stream("GET", url, headers={"Accept": "text/event-stream"}) as answer:
            assert answer.status_code == status


def test_a_ticket_is_of_no_use_elsewhere(process, cast):
    ticket = ticket_of(cast.viewer)

    assert cast.anonymous.get(f"projects/{cast.project.id}/events?ticket={ticket}").status_code in (
        400,
        401,
    )
    assert cast.anonymous.get("projects", Authorization=f"Bearer {ticket}").status_code == 401
    assert opened(process, cast, ticket)["type"] == "connection.ready"


def test_a_ticket_ends_after_half_a_minute(process, cast):
    ticket = ticket_of(cast.viewer)
    ends = SocketTicket.objects.get().expires_at
    assert timedelta(0) < ends - timezone.now() <= timedelta(seconds=30)
    SocketTicket.objects.update(expires_at=timezone.now())

    assert opened(process, cast, ticket) == CloseCode.BAD_TOKEN


def test_a_ticket_ends_with_its_log_in(process, cast):
    ticket = ticket_of(cast.viewer)
    Session.objects.all().delete()

    assert opened(process, cast, ticket) == CloseCode.BAD_TOKEN


def test_what_a_ticket_opened_ends_with_its_token(process, cast):
    ticket = ticket_of(cast.viewer)
    SocketTicket.objects.update(token_ends_at=int(timezone.now().timestamp()) + 2)
    socket = process.open(cast.project.id, None, ticket=ticket)

    assert socket.next_or_code()["type"] == "connection.ready"
    assert socket.code() == CloseCode.BAD_TOKEN


def test_a_guests_ticket_opens_no_other_project(process, cast):
    other = cast.outsider.post("projects", {"name": "Other"}).json()["id"]
    socket = process.open(other, None, ticket=ticket_of(cast.guest))

    assert socket.next_or_code() == CloseCode.NOT_FOUND


def test_the_table_has_no_ticket_in_it(cast):
    ticket = ticket_of(cast.viewer)

    assert ticket not in str(list(SocketTicket.objects.values()))


def test_a_ticket_opens_a_socket_without_redis(sockets, cast, settings):
    process = sockets(REDIS_URL=f"redis://{HOST}:{free_port()}/0")

    assert opened(process, cast, ticket_of(cast.viewer))["type"] == "connection.ready"
