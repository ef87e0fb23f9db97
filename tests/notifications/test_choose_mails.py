"""Mails at once for everything, and digests that follow a changed time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from notifications.actions import SETTLING_TIME
from notifications.mails import UNSUBSCRIBE
from notifications.models import Mail, Notification, Preferences
from tests.mails import work_of


@pytest.fixture
def at_once(cast):
    """The reviewer wants all mails at once."""
    email = {"mentions": "now", "others": "now", "digest": "daily"}
    answer = cast.reviewer.request(
        "PUT", "notifications/preferences", {"email": email, "muted_projects": []}
    )
    assert (answer.status_code, answer.json()["email"]) == (200, email)


def _kinds():
    return sorted(Mail.objects.values_list("kind", flat=True))


def test_other_notifications_may_come_at_once(at_once, say):
    say("editor")
    say("editor", mentions=["reviewer"])
    assert _kinds() == ["mentions", "others"]
    assert not Notification.objects.filter(digest_at__isnull=False).exists()


def test_a_bulk_change_is_one_mail_to_each_person(cast, at_once, give):
    ids = [str(give("reviewer").id) for _ in range(3)]
    body = {"ids": ids, "status": "resolved"}
    assert cast.editor.patch("feedbacks/bulk", body).status_code == 200
    [mail] = Mail.objects.all()
    assert mail.notifications.count() == 3


def test_the_mail_about_a_status_waits_until_it_has_settled(cast, at_once, feedback):
    for status in ("resolved", "open", "resolved"):
        cast.editor.patch(f"feedbacks/{feedback.id}", {"status": status})
    [mail] = Mail.objects.all()
    due = work_of(mail).due_at - timezone.now()
    assert timedelta() < due <= SETTLING_TIME


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York"])
def test_a_waiting_digest_follows_a_changed_time_zone(cast, say, zone):
    say("editor")
    assert Notification.objects.get().digest_at.astimezone(ZoneInfo("UTC")).hour == 9
    assert cast.reviewer.patch("users/me", {"time_zone": zone}).status_code == 200

    due = Notification.objects.get().digest_at
    local = due.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (9, 0)
    assert timedelta() < due - datetime.now(ZoneInfo(zone)) <= timedelta(days=1)


def test_another_name_moves_no_digest(cast, say):
    say("editor")
    Notification.objects.update(digest_at=timezone.now() - timedelta(minutes=1))
    before = Notification.objects.get().digest_at
    assert cast.reviewer.patch("users/me", {"name": "Other"}).status_code == 200
    assert Notification.objects.get().digest_at == before


@pytest.mark.parametrize(
    ("chosen", "kind", "left"),
    [
        (("now", "now"), Mail.Kind.OTHERS, ("now", "off")),
        (("now", "now"), Mail.Kind.MENTIONS, ("off", "now")),
        (("digest", "now"), Mail.Kind.DIGEST, ("off", "now")),
        (("now", "digest"), Mail.Kind.DIGEST, ("now", "off")),
    ],
)
def test_a_link_ends_only_its_kind_of_mails(cast, chosen, kind, left):
    mentions, others = chosen
    Preferences.objects.create(user=cast.reviewer.user, mentions=mentions, others=others)
    url = UNSUBSCRIBE.url_for(f"{cast.reviewer.user.id}.{kind}")
    path = url.removeprefix(settings.PUBLIC_URL)
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    now = cast.reviewer.get("notifications/preferences").json()["email"]
    assert (now["mentions"], now["others"]) == left
