"""Many clients come back at once: what they ask is answered together, and each gets its own."""

import time

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from devstack.service import HOST
from eventlog.events import EventType
from eventlog.publish import action, publish
from projects.models import Membership, Role
from realtime.close_codes import CloseCode
from realtime.rooms import BUFFER_SIZE
from tests.concurrency import at_once
from tests.conftest import make_member
from tests.engines import free_port
from tests.events import newest_seq
from tests.realtime.load import Background
from users.claims import claim_of
from users.models import User

CROWD = 24


def make_members(cast, count=CROWD):
    people = [make_member(f"member{number}") for number in range(count)]
    Membership.objects.bulk_create(
        Membership(project=cast.project, user=person.user, role=Role.VIEWER) for person in people
    )
    return people


def write(cast, count):
    """Log events in one action."""
    with action():
        for number in range(count):
            publish(
                EventType.FEEDBACK_DELETED,
                project_id=cast.project.id,
                payload={"id": str(number)},
                actor_id=None,
            )


class Writer(Background):
    """Logs an event again and again."""

    def __init__(self, cast) -> None:
        super().__init__()
        self.cast, self.written = cast, 0

    def run(self) -> None:
        try:
            while not self.ended.wait(0.002):
                write(self.cast, 1)
                self.written += 1
        finally:
            connection.close()


def come(process, cast, people, **query):
    """Connect people at the same moment; return their sockets."""
    return at_once(
        *(
            lambda person=person: process.open(cast.project.id, person.token, **query)
            for person in people
        )
    )


def seqs_up_to(socket, seq):
    """Return the seqs of the events that follow the greeting, up to `seq`."""
    assert socket.next(timeout=20)["type"] == "connection.ready"
    seqs = []
    while not seqs or seqs[-1] < seq:
        seqs.append(socket.next(timeout=20)["seq"])
    return seqs


def ticket_of(person):
    return person.post("realtime/tickets").json()["ticket"]


def test_of_a_crowd_only_those_without_access_are_refused(process, cast):
    welcome = make_members(cast)
    removed, signed_out, inactive, with_ticket = (welcome.pop() for _ in range(4))
    Membership.objects.filter(user=removed.user).delete()
    Session.objects.filter(session_key=claim_of(signed_out.token).session_key).delete()
    User.objects.filter(id=inactive.user.id).update(is_active=False)
    elsewhere = cast.outsider.post("projects", {"name": "Other"}).json()["id"]
    ticket, here = ticket_of(with_ticket), cast.project.id
    refusals = [
        (here, {"token": removed.token}, CloseCode.NOT_FOUND),
        (here, {"token": cast.outsider.token}, CloseCode.NOT_FOUND),
        (elsewhere, {"token": cast.guest.token}, CloseCode.NOT_FOUND),
        (here, {"token": signed_out.token}, CloseCode.BAD_TOKEN),
        (here, {"token": inactive.token}, CloseCode.BAD_TOKEN),
        (here, {"token": "bad"}, CloseCode.BAD_TOKEN),
        (here, {"token": None}, CloseCode.BAD_TOKEN),
        (here, {"token": None, "ticket": "bad"}, CloseCode.BAD_TOKEN),
    ]
    everybody = [
        *((here, {"token": person.token}) for person in [*welcome, cast.guest, cast.owner]),
        (here, {"token": None, "ticket": ticket}),
        *((project, query) for project, query, _code in refusals),
    ]

    answers = at_once(
        *(
            lambda project=project, query=query: process.open(project, **query).next_or_code()
            for project, query in everybody
        )
    )

    assert answers[-len(refusals) :] == [code for *_query, code in refusals]
    greeted = [answer["payload"] for answer in answers[: -len(refusals)]]
    expected = [
        *((person.user.id, Role.VIEWER) for person in welcome),
        (cast.guest.user.id, Role.REVIEWER),
        (cast.owner.user.id, Role.ADMIN),
        (with_ticket.user.id, Role.VIEWER),
    ]
    assert [(payload["user"]["id"], payload["role"]) for payload in greeted] == [
        (str(user_id), role) for user_id, role in expected
    ]


def test_of_a_crowd_with_one_ticket_one_comes_in(process, cast):
    ticket = ticket_of(cast.viewer)

    answers = at_once(
        *[lambda: process.open(cast.project.id, None, ticket=ticket).next_or_code()] * CROWD
    )

    assert answers.count(CloseCode.BAD_TOKEN) == CROWD - 1


def test_a_crowd_comes_back_with_few_queries(sockets, cast):
    people, last = make_members(cast, 60), newest_seq(cast)
    write(cast, 50)
    process = sockets(application="bench.realtime.asgi:application")
    process.open(cast.project.id, cast.viewer.token).next()  # it connects to the database

    def queries():
        return int(httpx.get(f"http://{HOST}:{process.port}/queries").text)

    before = queries()
    for socket in come(process, cast, people, last_seq=last):
        assert seqs_up_to(socket, last + 50) == list(range(last + 1, last + 51))

    # One by one it would be two for each. Some are for those who are connected: two a second.
    assert queries() - before < len(people)


def test_a_crowd_far_behind_gets_all_events_in_order_while_more_are_written(process, cast):
    people, last = make_members(cast), newest_seq(cast)
    write(cast, BUFFER_SIZE + 300)

    with Writer(cast) as writer:
        opened = come(process, cast, people, last_seq=last)
        greeted = writer.written
        while writer.written < greeted + 20:
            time.sleep(0.01)
        writer.stop()
        newest = newest_seq(cast)
        for socket in opened:
            assert seqs_up_to(socket, newest) == list(range(last + 1, newest + 1))


def test_a_crowd_without_a_database_is_told_to_come_back(sockets, cast):
    process = sockets(DATABASE_URL=f"postgresql://nobody@{HOST}:{free_port()}/nothing")

    opened = come(process, cast, [cast.viewer] * 15)

    assert [socket.code(timeout=30) for socket in opened] == [CloseCode.SERVICE_RESTART] * 15


@pytest.mark.parametrize("kept", [True, False], ids=["with others", "alone"])
def test_each_of_a_crowd_hears_once_of_everybody(process, cast, kept):
    if kept:
        process.open(cast.project.id, cast.owner.token).next()
    people = make_members(cast)
    expected = {str(person.user.id) for person in people}
    if kept:
        expected.add(str(cast.owner.user.id))

    for socket in come(process, cast, people):
        present = [user["id"] for user in socket.next_frame()["payload"]["present"]]
        while len(present) < len(expected):
            frame = socket.next_frame()
            assert frame["type"] == "user.joined"
            present.append(frame["payload"]["id"])
        assert sorted(present) == sorted(expected)
