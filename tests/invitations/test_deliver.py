"""A mail server that refuses, delays, drops, greylists; a worker that dies at the worst time."""

import signal
import time
from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from devstack import fleet
from devstack.service import Running
from invitations.models import Invitation
from tests.concurrency import at_once
from tests.invitations.conftest import token_in
from tests.mails import due_now, work_of
from tests.mails import send_invitations as send
from tests.waiting import eventually
from tests.worker import environment
from videoplanet.mail import sending, smtp
from videoplanet.tasks.models import Work
from videoplanet.tasks.work import sweep_work

pytestmark = pytest.mark.django_db

WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def queue(invite, *emails):
    rows = Invitation.objects.filter(batch_id=invite(*emails).json()["batch_id"])
    return [rows.get(email=email) for email in emails]


@pytest.fixture
def patient(server, settings):
    """For tests in which something happens while the mail server has the mail."""
    default = settings.MAILERS["default"]
    settings.MAILERS = {"default": default | {"OPTIONS": default["OPTIONS"] | {"timeout": 30}}}
    return server


def again(row):
    """What beat and a worker do when the pause is over."""
    due_now(row)
    assert sweep_work() == 1
    send(row.id)
    row.refresh_from_db()


def test_a_refused_address_has_failed_at_once_with_the_reason(cast, server, invite):
    server.rcpt = lambda address: "550 5.1.1 No such user" if "gone" in address else "250 OK"
    gone, good = queue(invite, "gone@client.example", "good@client.example")
    send(gone.id)
    send(good.id)
    said = cast.owner.get(f"invitations/{gone.id}").json()
    assert (said["status"], said["failure"]) == ("failed", "550 5.1.1 No such user")
    assert cast.owner.get(f"invitations/{good.id}").json()["status"] == "sent"
    send(gone.id)
    assert sweep_work() == 0
    assert invite("gone@client.example").json()["failed"][0]["reason"] == "refused_before"
    server.rcpt = lambda _address: "250 OK"
    assert cast.owner.post(f"invitations/{gone.id}/resend").json()["failure"] == ""
    send(gone.id)
    assert cast.owner.get(f"invitations/{gone.id}").json()["status"] == "sent"


def test_a_refused_mail_does_not_make_the_address_a_bad_one(cast, server, invite):
    server.data = lambda _mail: "554 5.7.1 Policy"
    [row] = queue(invite, "kim@client.example")
    send(row.id)
    row.refresh_from_db()
    assert (row.status, row.failure, row.refused) == ("failed", "554 5.7.1 Policy", False)
    assert invite("kim@client.example").json()["queued"] == 1


def test_greylisting_is_waited_out(cast, server, invite):
    seen = []

    def greylist(address):
        seen.append(address)
        return "451 4.7.1 Greylisted" if len(seen) < 3 else "250 OK"

    server.rcpt = greylist
    [row] = queue(invite, "kim@client.example")
    pauses = []
    send(row.id)
    for _ in range(2):
        row.refresh_from_db()
        assert (row.status, row.failure) == ("queued", "451 4.7.1 Greylisted")
        assert work_of(row).claim is None
        pauses.append(round((work_of(row).due_at - timezone.now()).total_seconds()))
        again(row)
    assert [round(each, -1) for each in pauses] == [30, 120]
    assert (row.status, len(server.mails)) == ("sent", 1)


@pytest.mark.parametrize("how", ["drop", "delay", "away", "421"])
def test_what_is_no_refusal_is_tried_again(cast, server, invite, settings, how):
    [row] = queue(invite, "kim@client.example")
    working = settings.MAILERS
    if how == "drop":
        server.data = lambda _mail: None
    elif how == "delay":
        server.data = lambda _mail: time.sleep(3) or "250 OK"
    elif how == "421":
        server.rcpt = lambda _address: "421 4.3.2 Going down"
    else:
        options = working["default"]["OPTIONS"] | {"port": 1}
        settings.MAILERS = {"default": working["default"] | {"OPTIONS": options}}
    send(row.id)
    row.refresh_from_db()
    assert (row.status, work_of(row).claim, bool(row.failure)) == ("queued", None, True)
    assert work_of(row).due_at > timezone.now() + timedelta(seconds=20)

    server.data = server.rcpt = lambda _: "250 OK"
    settings.MAILERS = working
    again(row)
    assert (row.status, row.failure) == ("sent", "")


def test_at_last_it_has_failed(cast, server, invite):
    server.rcpt = lambda _address: "450 4.2.0 Busy"
    [row] = queue(invite, "kim@client.example")
    send(row.id)
    for _ in range(sending.ATTEMPTS_MAX - 1):
        row.refresh_from_db()
        assert row.status == "queued"
        again(row)
    assert (row.status, row.failure) == ("failed", "450 4.2.0 Busy")


@pytest.mark.django_db(transaction=True)
def test_who_follows_the_link_before_it_is_noted_stays_accepted(cast, patient, invite, enter):
    [row] = queue(invite, "kim@client.example")

    def follow_at_once(mail):
        use = lambda: enter(token_in(mail)).get("projects").status_code  # noqa: E731
        assert at_once(use) == [200]
        return "250 OK"

    patient.data = follow_at_once
    send(row.id)
    said = cast.owner.get(f"invitations/{row.id}").json()
    assert (said["status"], said["failure"], len(patient.mails)) == ("accepted", "", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["resend", "revoke"])
def test_what_is_resent_or_revoked_while_it_is_sent_has_a_dead_link(cast, patient, invite, act):
    [row] = queue(invite, "kim@client.example")
    path = f"invitations/{row.id}"

    def in_between(_mail):
        owner = cast.owner
        call = {
            "resend": lambda: owner.post(f"{path}/resend"),
            "revoke": lambda: owner.delete(path),
        }
        assert at_once(call[act])[0].status_code in (202, 204)
        return "250 OK"

    patient.data = in_between
    send(row.id)
    old = patient.token(row.email)
    assert cast.owner.get(path).json()["status"] == {"resend": "queued", "revoke": "revoked"}[act]
    reason = {"resend": "unknown", "revoke": "revoked"}[act]
    assert cast.anonymous.get(f"invitations/verify?token={old}").json()["reason"] == reason
    patient.data = lambda _mail: "250 OK"
    send(row.id)
    assert len(patient.mails) == (2 if act == "resend" else 1)


def test_one_bad_mail_of_a_task_stops_none_and_a_missing_server_the_rest(server, invite, settings):
    rows = queue(invite, *(f"p{number}@client.example" for number in range(3)))
    working = settings.MAILERS
    options = working["default"]["OPTIONS"] | {"port": 1}
    settings.MAILERS = {"default": working["default"] | {"OPTIONS": options}}
    ids = [row.id for row in rows]
    send(*ids)
    waiting = Work.objects.values_list("claim", "failures", "lost")
    assert list(waiting) == [(None, 0, 0)] * 3  # left to the sweep, with no attempt used up
    assert sweep_work() == 0
    settings.MAILERS = working
    for row in rows:
        due_now(row)
    assert sweep_work() == 3
    server.rcpt = lambda address: "550 No" if "p1" in address else "250 OK"
    send(*ids)
    assert [row.status for row in Invitation.objects.order_by("email")] == [
        "sent",
        "failed",
        "sent",
    ]


def test_an_address_that_no_mail_can_have_has_failed(cast, server, invite):
    [row] = queue(invite, "kim@client.example")
    Invitation.objects.filter(id=row.id).update(email="kim\r\nBcc: all@world.example")
    send(row.id)
    row.refresh_from_db()
    assert (row.status, row.refused, server.mails) == ("failed", True, [])


def test_a_task_that_comes_twice_sends_once(server, invite):
    [row] = queue(invite, "kim@client.example")
    send(row.id)
    send(row.id)
    assert len(server.mails) == 1


@pytest.mark.usefixtures("server")
def test_a_mail_costs_two_statements(invite, django_assert_num_queries):
    rows = queue(invite, *(f"p{number}@client.example" for number in range(20)))
    # Claiming takes four, reading what the mails say five; then begin and note each.
    with django_assert_num_queries(9 + 2 * 20):
        send(*(row.id for row in rows))


def test_a_revoked_or_expired_invitation_is_not_sent(cast, server, invite):
    revoked, expired = queue(invite, "a@client.example", "b@client.example")
    cast.owner.delete(f"invitations/{revoked.id}")
    Invitation.objects.filter(id=expired.id).update(expires_at=timezone.now())
    for row in (revoked, expired):
        send(row.id)
    assert server.mails == []


def test_one_connection_carries_many_mails_and_a_lost_one_is_replaced(server, invite):
    rows = queue(invite, *(f"p{number}@client.example" for number in range(6)))
    for row in rows[:3]:
        send(row.id)
    assert server.connections == 1
    kept = smtp._connection
    kept.backend.connection.sock.shutdown(2)
    kept.used_at -= 60
    for row in rows[3:]:
        send(row.id)
    assert (server.connections, len(server.mails)) == (2, 6)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_before_it_notes_it_sends_at_most_twice(
    cast, invite, server, worker
):
    """Its note waits for a lock that we hold; then it is killed, twice."""
    worker.stop()
    worker.start(EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
    held = []

    def hold(_mail):
        own = psycopg.connect(environment()["DATABASE_URL"])
        own.execute("SELECT FROM invitations_invitation FOR UPDATE")
        held.append(own)
        return "250 OK"

    server.data = hold
    answer = invite("kim@client.example")
    row = Invitation.objects.get(batch_id=answer.json()["batch_id"])
    tokens = []
    for number in (1, 2):
        eventually(lambda number=number: len(server.mails) == number)
        tokens.append(server.token(row.email))
        # It has heard the server's yes, and waits for the row.
        eventually(lambda: held[-1].execute(WAITING).fetchall())
        worker.kill()
        held[-1].execute(f"SELECT pg_terminate_backend(pid) FROM ({WAITING}) AS w")
        held[-1].close()
        row.refresh_from_db()
        assert (row.status, bool(work_of(row).claim)) == ("queued", True)
        assert sweep_work() == 0  # its claim still holds
        due_now(row)
        worker.start(EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        assert sweep_work() == 1
    worker.wait_for(lambda: Invitation.objects.get().status == "failed")
    row.refresh_from_db()
    assert row.failure == sending.LOST
    assert len(server.mails) == 2
    assert len(set(tokens)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_ends_its_mail_first(invite, server, tmp_path):
    [process] = [process for process in fleet.processes() if process.kind == "worker"]
    env = environment() | {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    running = Running.start(process.service(env, tmp_path), tmp_path / "log")

    def stop_meanwhile(_mail):
        running.ask_to_stop(signal.SIGTERM)
        time.sleep(1)  # it takes the mail as slowly as a server does
        return "250 OK"

    server.data = stop_meanwhile
    try:
        invite("kim@client.example")
        assert running.process.wait(60) == 0
    finally:
        running.ask_to_stop(signal.SIGKILL)
        running.wait_stopped()
    assert Invitation.objects.get().status == "sent"
    assert len(server.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_a_batch_of_a_hundred_with_ten_bad_ones_through_a_worker(cast, invite, server, worker):
    worker.stop()
    worker.start(EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
    server.rcpt = lambda address: "550 No" if address.startswith("bad") else "250 OK"
    good = [f"good{number}@client.example" for number in range(90)]
    answer = invite(*good, *(f"bad{number}@client.example" for number in range(10)))
    assert answer.json()["queued"] == 100
    worker.wait_for(lambda: not Invitation.objects.filter(status="queued").exists())
    assert sorted(mail["To"] for mail in server.mails) == sorted(good)
    failed = Invitation.objects.filter(status="failed", failure="550 No", refused=True)
    assert failed.count() == 10
    log = worker.said()
    assert not [mail for mail in server.mails if server.token(mail["To"]) in log]
