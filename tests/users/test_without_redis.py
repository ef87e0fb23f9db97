"""With Redis away people stay logged in, log in and log out: all of it is in the database."""

import pytest
from django.core.cache import cache

from tests.conftest import PASSWORD
from videoplanet.api import throttles

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop_redis(settings):
    """Point the product at a port that nobody listens on; return how to undo it."""
    working, url = settings.CACHES, settings.REDIS_URL

    def set_to(caches, redis_url):
        settings.CACHES, settings.REDIS_URL = caches, redis_url
        throttles._counters = throttles.Counters()

    def stop():
        dead = "redis://127.0.0.1:1/0"
        set_to({"default": working["default"] | {"LOCATION": dead}}, dead)
        cache.set("x", 1)
        assert cache.get("x") is None
        return lambda: set_to(working, url)

    yield stop
    set_to(working, url)


def test_tokens_are_good_and_are_refreshed(member, stop_redis):
    visitor, _box = member()
    stop_redis()
    assert visitor.status_of() == 200
    assert visitor.refresh().status_code == 200


def test_one_logs_in_and_out(member, new_visitor, stop_redis):
    _visitor, box = member()
    stop_redis()
    other = new_visitor()
    assert other.log_in(box.address, PASSWORD).status_code == 200
    assert other.status_of() == 200
    other.delete("auth/session")
    assert other.status_of() == 401


def test_one_signs_up(visitor, mailbox, stop_redis):
    stop_redis()
    box = mailbox()
    assert visitor.sign_up(box.address).status_code == 401
    assert visitor.post("auth/email/verify", {"key": box.code()}).status_code == 200


def test_a_session_ended_without_redis_stays_ended_with_it(member, stop_redis):
    visitor, _box = member()
    token = visitor.access_token
    assert visitor.status_of() == 200
    start = stop_redis()
    visitor.delete("auth/session")
    start()
    assert visitor.status_of(token) == 401


def test_projects_are_read_and_written(cast, stop_redis):
    stop_redis()
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Still here"}
    assert cast.reviewer.post("feedbacks", body).status_code == 201
    answer = cast.guest.get(f"feedbacks?project_id={cast.project.id}")
    assert [feedback["content"] for feedback in answer.json()] == ["Still here"]
