"""Unsubscribing with one click (RFC 8058): the header of a real mail, and what can't be forged."""

import os
from email import policy
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from notifications.models import Mail, Notification, Preferences
from notifications.sweeps import sweep_digests
from tests.mails import send_notifications
from tests.problems import assert_problem
from users.models import User

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
CHOSEN = {"mentions": "now", "others": "digest", "digest": "daily"}


@pytest.fixture(autouse=True)
def _no_other_worker(_worker):
    """A worker that a test before left would send what these are to send."""
    _worker.stop()


def newest_file():
    return max(Path(os.environ["MAIL_DIR"]).glob("*.eml"), key=lambda file: file.name)


@pytest.fixture
def newest_mail():
    """Send the newest mail that waits, and return it as it was caught."""

    def newest_mail():
        send_notifications(Mail.objects.order_by("id").last().id)
        return BytesParser(policy=policy.default).parsebytes(newest_file().read_bytes())

    return newest_mail


@pytest.fixture
def mention(say, newest_mail):
    """`mention("editor")`: the mail that a mention made, and its link without the host."""

    def mention(name):
        say("owner", mentions=[name])
        mail = newest_mail()
        url = mail["List-Unsubscribe"].strip("<> ")
        assert url.startswith(f"{configured.PUBLIC_URL}/api/v1/notifications/unsubscribe?token=")
        return mail, url.removeprefix(configured.PUBLIC_URL)

    return mention


def strict_client(**headers):
    """A stranger whom Django would ask for a CSRF token."""
    return Client(enforce_csrf_checks=True, headers=headers)


def email_of(person):
    return person.get("notifications/preferences").json()["email"]


def test_a_mail_programs_post_ends_mentions(cast, mention):
    mail, url = mention("editor")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = strict_client().post(url, ONE_CLICK)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert email_of(cast.editor) == CHOSEN | {"mentions": "off"}
    assert strict_client().post(url, ONE_CLICK).status_code == 200
    assert email_of(cast.editor) == CHOSEN | {"mentions": "off"}
    assert email_of(cast.reviewer) == CHOSEN


def test_the_headers_url_is_folded_nowhere_and_not_encoded(mention):
    mail, url = mention("editor")
    sent = newest_file().read_bytes().partition(b"\r\n\r\n")[0].splitlines()
    [line] = [line for line in sent if b"unsubscribe?token=" in line]
    assert line.strip().endswith(f"<{configured.PUBLIC_URL}{url}>".encode())
    assert mail["List-Unsubscribe"].strip() == f"<{configured.PUBLIC_URL}{url}>"


def test_the_page_shows_a_button_and_changes_nothing(cast, mention):
    _mail, url = mention("editor")
    for accept in ("text/html", "*/*", "application/json"):
        page = strict_client(Accept=accept).get(url)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Stop sending you a mail when somebody mentions you?" in text
        assert '<form method="post"><button name="List-Unsubscribe" value="One-Click">' in text
        assert "editor" not in text.lower()
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
    assert strict_client().head(url).status_code in (200, 405)
    assert email_of(cast.editor) == CHOSEN
    korean = strict_client(**{"Accept-Language": "ko"}).get(url).content.decode()
    assert "그만 받기" in korean
    assert "언급할 때 보내는 메일을" in korean


def test_a_digests_link_ends_the_digest_and_what_waits_for_it(cast, say, newest_mail):
    say("editor", "For the digest")
    Notification.objects.update(digest_at=timezone.now())
    sweep_digests()
    url = newest_mail()["List-Unsubscribe"].strip("<> ").removeprefix(configured.PUBLIC_URL)
    say("editor", "For the next one")
    assert Notification.objects.filter(digest_at__isnull=False).exists()
    strict_client().post(url, ONE_CLICK)
    assert email_of(cast.reviewer) == CHOSEN | {"others": "off"}
    assert not Notification.objects.filter(digest_at__isnull=False).exists()

    Preferences.objects.update(mentions="digest", others="digest")
    strict_client().post(url, ONE_CLICK)
    assert email_of(cast.reviewer) == CHOSEN | {"mentions": "off", "others": "off"}


def test_a_guest_unsubscribes_too(cast, mention):
    _mail, url = mention("guest")
    assert strict_client().post(url, ONE_CLICK).status_code == 200
    assert email_of(cast.guest)["mentions"] == "off"


def test_what_is_forged_is_refused_alike_for_everybody(cast, mention):
    _mail, url = mention("editor")
    [token] = parse_qs(urlsplit(url).query)["token"]
    user, kind, signature = token.split(".")
    other = str(cast.reviewer.user.id)
    tampered = [
        f"{user}.digest.{signature}",
        f"{other}.{kind}.{signature}",
        f"01985f4e-0000-7000-8000-000000000001.{kind}.{signature}",
        f"{user}.{kind}.{signature[:-2]}AA",
        f"{user}.{kind}",
        "",
    ]
    answers = set()
    for forged in tampered:
        for method in ("get", "post"):
            path = f"/api/v1/notifications/unsubscribe?token={forged}"
            answer = getattr(strict_client(), method)(path)
            answers.add((answer.status_code, answer.content))
    assert [status for status, _page in answers] == [400]
    invitation = f"/api/v1/invitations/unsubscribe?token={token}"
    assert strict_client().post(invitation).status_code == 400
    assert email_of(cast.editor) == email_of(cast.reviewer) == CHOSEN


def test_a_link_of_somebody_who_is_gone_says_nothing(cast, mention):
    _mail, url = mention("editor")
    good = strict_client().post(url).content
    Mail.objects.all().delete()
    User.objects.filter(id=cast.editor.user.id).update(is_active=False)
    assert strict_client().post(url).content == good


def test_tries_from_one_address_are_counted(mention, settings):
    _mail, url = mention("editor")
    settings.VERIFY_RATE = "3/hour"
    codes = [strict_client().get(f"{url}x").status_code for _ in range(5)]
    assert codes == [400, 400, 400, 429, 429]
    assert_problem(strict_client().post(url), 429, "throttled")
