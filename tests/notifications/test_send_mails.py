"""Mails of notifications: what they say, when, once."""

import asyncio
import logging
import os
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from notifications.digests import next_digest
from notifications.models import Mail, Notification
from notifications.sweeps import sweep_digests
from notifications.tasks import NOTIFICATION_MAIL
from projects.models import Project
from tests.concurrency import at_once
from tests.engines import free_port
from tests.mails import due_now, work_of
from tests.mails import send_notifications as send_mail
from users.models import User
from videoplanet import settings as product
from videoplanet.mail.smtp import hang_up
from videoplanet.tasks.work import claim, sweep_work

pytestmark = pytest.mark.django_db(transaction=True)


def _files():
    return sorted(Path(os.environ["MAIL_DIR"]).glob("*.eml"))


@pytest.fixture
def mails():
    """Return the mails that were caught since the test began."""
    newest = max((each.name for each in _files()), default="")
    parser = BytesParser(policy=policy.default)
    return lambda: [parser.parsebytes(each.read_bytes()) for each in _files() if each.name > newest]


@pytest.fixture(autouse=True)
def _no_other_worker(request):
    """A worker that a test before left would send what this one is to send."""
    if "worker" not in request.fixturenames:
        request.getfixturevalue("_worker").stop()


class Refusing:
    """A mail server that answers as it is told."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        self.asked += 1
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer


@pytest.fixture
def mail_server(settings):
    """`mail_server(handler)`: put a mail server in the place of the catcher; return its port."""
    started = []

    def mail_server(handler):
        port = free_port()
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        started.append(controller)
        options = product.MAILERS["default"]["OPTIONS"] | {"port": port}
        settings.MAILERS = {"default": product.MAILERS["default"] | {"OPTIONS": options}}
        hang_up()
        return port

    yield mail_server
    hang_up()
    for each in started:
        each.stop()


@pytest.fixture
def refusing(mail_server):
    """Put a mail server that refuses in the place of the catcher."""

    def refusing(answer):
        handler = Refusing(answer)
        mail_server(handler)
        return handler

    return refusing


def texts(mail):
    return [
        mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")
    ]


def test_a_mention_is_mailed_at_once_by_the_worker(cast, worker, mails, feedback, say):
    Project.objects.update(name="봄 <b>영화</b>")
    User.objects.filter(id=cast.editor.user.id).update(language="ko")
    comment = say("owner", "더 밝게 <i>해</i> 주세요", mentions=["editor"])

    worker.wait_for(lambda: Mail.objects.filter(status="sent").exists())

    [mail] = mails()
    row = Mail.objects.get()
    assert mail["To"] == "editor@example.com"
    assert mail["Subject"] == "[VideoPlanet] Owner 님이 회원님을 언급했어요 – 봄 <b>영화</b>"
    assert mail["Message-ID"] == f"<{row.id}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = texts(mail)
    place = f"/projects/{cast.project.id}/videos/{cast.video.id}"
    query = f"?feedback={feedback.id}&t=12.5&comment={comment}"
    assert f"http://localhost:3000{place}{query}\n" in plain
    assert "더 밝게 <i>해</i> 주세요" in plain
    assert "&lt;i&gt;해&lt;/i&gt;" in html
    assert "<i>" not in html
    for odd in ("{{", "{%", "%(", "None"):
        assert odd not in plain + html


def test_the_rest_comes_in_one_digest_without_what_was_read(cast, mails, say):
    for number in range(4):
        say("editor", f"Row {number}")
    [first] = cast.reviewer.get("notifications?limit=1").json()
    cast.reviewer.post("notifications/read", {"ids": [first["id"]]})
    assert sweep_digests() == 0
    Notification.objects.filter(unread=True).update(digest_at=timezone.now())

    assert sorted(at_once(sweep_digests, sweep_digests)) == [0, 1]
    mail_id = Mail.objects.get().id
    at_once(*[lambda: send_mail(mail_id)] * 3)
    send_mail(mail_id)

    [mail] = mails()
    assert mail["Subject"] == "[VideoPlanet] 3 new notifications"
    plain, _html = texts(mail)
    assert "Row 2" in plain
    assert "Row 3" not in plain
    assert sweep_digests() == 0


def test_the_result_of_a_mail_and_its_end_are_one_statement(
    refusing, say, django_assert_num_queries
):
    accepting = refusing("250 OK")
    for number in range(10):
        say("owner", f"Row {number}", mentions=["editor"])
    ids = list(Mail.objects.values_list("id", flat=True))
    assert len(ids) == 10
    # Claiming takes four, reading the mails one; then each has four: begin, the reader's
    # preferences, the notifications, and the result.
    with django_assert_num_queries(5 + 4 * 10):
        send_mail(*ids)
    assert accepting.asked == 10
    assert set(Mail.objects.values_list("status")) == {("sent",)}


def test_nothing_is_sent_of_what_was_read_meanwhile(cast, mails, say):
    say("owner", mentions=["editor"])
    cast.editor.post("notifications/read", {"all": True})
    send_mail(Mail.objects.get().id)
    assert Mail.objects.get().status == "dropped"
    assert mails() == []


def test_a_mail_server_that_refuses_for_now_is_asked_again_later(
    mails, say, refusing, settings, caplog
):
    server = refusing("451 come back later")
    say("owner", "A secret", mentions=["editor"])
    mail_id = Mail.objects.get().id
    with caplog.at_level(logging.DEBUG):
        send_mail(mail_id)
    row = Mail.objects.get()
    waits = work_of(row)
    assert (row.status, waits.failures, waits.claim, server.asked) == ("waiting", 1, None, 1)
    assert waits.due_at > timezone.now() + timedelta(seconds=20)
    # The mail server runs in this process too, and has a log of its own.
    said = "".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    assert f"notification mail {mail_id} waits for 30 s: 451" in said
    assert "A secret" not in said
    assert "editor@example.com" not in said
    assert sweep_work() == 0

    settings.MAILERS = product.MAILERS
    hang_up()
    due_now(row)
    assert sweep_work() == 1
    send_mail(mail_id)
    assert len(mails()) == 1
    assert Mail.objects.get().status == "sent"


def test_a_mailbox_that_there_is_not_is_given_up(say, refusing):
    refusing("550 no such user")
    say("owner", mentions=["editor"])
    send_mail(Mail.objects.get().id)
    assert Mail.objects.get().status == "failed"


def test_a_mail_whose_worker_died_is_sent_again_as_the_same(cast, mails, say):
    say("owner", mentions=["editor"])
    mail = Mail.objects.get()
    assert claim(NOTIFICATION_MAIL, mail.id).begin()  # and the worker is dead
    send_mail(mail.id)
    assert mails() == []

    due_now(mail)
    assert sweep_work() == 1
    send_mail(mail.id)
    [again] = mails()
    assert again["Message-ID"] == f"<{mail.id}@localhost>"


class Slow:
    """A mail server that takes a mail, and says so only much later while it is told to wait."""

    def __init__(self):
        self.taken, self.seconds = [], 60

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(BytesParser(policy=policy.default).parsebytes(envelope.content))
        await asyncio.sleep(self.seconds)
        return "250 OK"


def test_a_worker_killed_after_the_servers_yes_sends_the_same_mail_again(worker, mail_server, say):
    slow = Slow()
    port = mail_server(slow)
    worker.stop()
    worker.start(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    say("owner", mentions=["editor"])
    worker.wait_for(lambda: slow.taken)
    worker.kill()

    left = Mail.objects.get()
    assert (left.status, work_of(left).lost) == ("waiting", 1)
    slow.seconds = 0
    send_mail(left.id)  # the task comes again: the claim still holds
    due_now(left)
    assert sweep_work() == 1
    for _ in range(2):
        send_mail(left.id)

    assert [each["Message-ID"] for each in slow.taken] == [f"<{left.id}@localhost>"] * 2
    assert Mail.objects.get().status == "sent"


def test_a_guest_is_written_to_where_the_invitation_went(cast, mails, say):
    say("owner", mentions=["guest"])
    send_mail(Mail.objects.get().id)
    [mail] = mails()
    assert mail["To"] == "guest@client.example"

    User.objects.filter(id=cast.guest.user.id).update(contact_email="")
    say("owner", mentions=["guest"])
    assert Mail.objects.count() == 1
    assert len(cast.guest.get("notifications").json()) == 2


def test_a_name_with_line_ends_makes_no_header(cast, mails, say):
    Project.objects.update(name="Film\r\nBcc: evil@example.com\u2028x")
    say("owner", mentions=["editor"])
    send_mail(Mail.objects.get().id)
    [mail] = mails()
    assert mail["Bcc"] is None
    assert mail["Subject"].endswith("Film Bcc: evil@example.com x")


@pytest.mark.parametrize(
    ("digest", "zone", "now", "due"),
    [
        ("hourly", "UTC", "2026-03-01T10:20:30", "2026-03-01T11:00:00"),
        ("daily", "Asia/Seoul", "2026-03-01T10:20:30", "2026-03-02T00:00:00"),
        ("daily", "Asia/Seoul", "2026-03-01T23:59:59", "2026-03-02T00:00:00"),
        ("daily", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T07:00:00"),
        ("daily", "Nowhere/There", "2026-03-01T09:00:00", "2026-03-02T09:00:00"),
    ],
)
def test_a_digest_is_due_at_nine_where_the_reader_is(digest, zone, now, due):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = next_digest(moment, digest=digest, time_zone=zone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_what_waits_follows_a_new_choice(cast, say):
    say("editor")
    body = {
        "email": {"mentions": "now", "others": "off", "digest": "daily"},
        "muted_projects": [],
    }
    cast.reviewer.request("PUT", "notifications/preferences", body)
    assert Notification.objects.get().digest_at is None
