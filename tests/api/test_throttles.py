"""How often one may write."""

import pytest
from django.test import Client

from tests.problems import assert_problem


@pytest.fixture
def react(feedback):
    return lambda person: person.post(f"feedbacks/{feedback.id}/reactions", {"emoji": "🎬"})


def test_writes_are_counted_and_the_answer_says_what_is_left(cast, react, settings):
    settings.WRITE_RATE = "3/hour"

    left = [react(cast.guest)["RateLimit"].partition("r=")[2][0] for _ in range(3)]
    refused = react(cast.guest)

    assert left == ["2", "1", "0"]
    assert refused["RateLimit-Policy"] == '"writes";q=3;w=3600'
    assert_problem(refused, 429, "throttled")
    assert 0 < int(refused["Retry-After"]) <= 3601


def test_one_persons_writes_are_not_anothers(cast, react, settings):
    settings.WRITE_RATE = "1/hour"
    react(cast.guest)

    assert react(cast.guest).status_code == 429
    assert react(cast.editor).status_code == 200


def test_reads_are_not_counted_here(cast, settings):
    settings.WRITE_RATE = "1/hour"

    assert {cast.viewer.get("projects").status_code for _ in range(3)} == {200}


def test_the_signed_out_are_counted_by_address(db, settings):
    settings.ANONYMOUS_RATE = "1/hour"
    settings.TRUSTED_PROXY_COUNT = 1

    def exchange(forwarded):
        return Client().post("/api/v1/tokens/exchange", headers={"X-Forwarded-For": forwarded})

    assert exchange("1.2.3.4").status_code == 401
    assert exchange("6.6.6.6, 1.2.3.4").status_code == 429
    assert exchange("1.2.3.5").status_code == 401


def test_with_redis_away_everything_passes(cast, react, settings, caplog):
    from videoplanet.api import throttles

    throttles._counters.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        assert react(cast.guest).status_code == 200
    finally:
        throttles._counters.cache_clear()
    assert "rate limits are off" in caplog.text
