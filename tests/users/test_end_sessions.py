"""Logging out, here and on other devices."""

import pytest
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db


def test_logging_out_kills_access_and_refresh_tokens_at_once(member):
    visitor, _box = member()
    token = visitor.access_token
    assert visitor.delete("auth/session").status_code == 401  # allauth's success
    assert visitor.status_of(token) == 401
    assert visitor.refresh().status_code == 400
    visitor.access_token = None
    assert visitor.post("tokens/exchange").status_code == 401
    assert not Session.objects.exists()


def test_one_sees_ones_sessions_and_which_is_this_one(member, new_visitor):
    visitor, box = member(User_Agent="Laptop")
    phone = new_visitor(headers={"User-Agent": "Phone"})
    phone.log_in(box.address)
    rows = visitor.get("auth/sessions").json()["data"]
    seen = sorted((row["user_agent"], row["is_current"]) for row in rows)
    assert seen == [("Laptop", True), ("Phone", False)]
    assert {row["ip"] for row in rows} == {"127.0.0.1"}


def test_a_session_is_ended_from_another_device(member, new_visitor):
    visitor, box = member()
    phone = new_visitor()
    phone.log_in(box.address)
    [other] = [row for row in visitor.get("auth/sessions").json()["data"] if not row["is_current"]]
    answer = visitor.delete("auth/sessions", {"sessions": [other["id"]]})
    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 1
    assert phone.status_of() == 401
    assert phone.refresh().status_code == 400
    assert visitor.status_of() == 200


def test_nobody_ends_anothers_session(member):
    visitor, _box = member()
    other, _other_box = member()
    [theirs] = other.get("auth/sessions").json()["data"]
    assert visitor.delete("auth/sessions", {"sessions": [theirs["id"]]}).status_code == 400
    assert other.status_of() == 200


def test_sessions_need_a_log_in(visitor, db):
    assert visitor.get("auth/sessions").status_code == 401


def test_a_logged_out_access_token_is_410_nowhere_but_401(member):
    visitor, _box = member()
    visitor.delete("auth/session")
    assert visitor.get("auth/sessions").status_code == 401
    assert visitor.get("auth/session").status_code == 401
