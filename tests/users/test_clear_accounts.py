"""What the daily housekeeping deletes, and what it leaves."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from users.models import User
from users.tasks import clear_sessions, clear_sign_ups

pytestmark = pytest.mark.django_db


def test_expired_sessions_go_and_with_them_their_rows_in_the_list(member, new_visitor):
    visitor, box = member()
    gone = new_visitor()
    gone.log_in(box.address)
    ended = UserSession.objects.latest("pk").session_key
    past = timezone.now() - timedelta(days=1)
    Session.objects.filter(session_key=ended).update(expire_date=past)
    assert gone.status_of() == 401
    assert clear_sessions() == 1
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert visitor.status_of() == 200


def test_sign_ups_go_that_nobody_confirmed_within_a_week(member, new_visitor, mailbox, cast):
    member()
    for days in (6, 8):
        box = mailbox()
        new_visitor().sign_up(box.address, name=f"{days} days")
        joined = timezone.now() - timedelta(days=days)
        User.objects.filter(email=box.address).update(date_joined=joined)
    User.objects.exclude(name="6 days").update(date_joined=timezone.now() - timedelta(days=400))
    others = User.objects.exclude(name="8 days").count()
    assert clear_sign_ups() == 1
    assert User.objects.count() == others
    assert cast.guest.get("users/me").status_code == 200
