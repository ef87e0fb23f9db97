"""How often one may write."""

import pytest
import redis
from django.test import Client

from tests.problems import assert_problem
from videoplanet.api import throttles


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


def test_with_redis_away_everything_passes(cast, react, settings, monkeypatch, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(throttles, "_counters", throttles.Counters())

    assert react(cast.guest).status_code == 200

    assert "rate limits are off" in caplog.text


def test_a_connection_that_redis_has_closed_is_opened_again(cast, react, settings):
    settings.WRITE_RATE = "3/hour"
    react(cast.guest)
    connection = throttles._counters.connection
    connection.send_command("CLIENT", "ID")
    redis.Redis.from_url(settings.REDIS_URL).client_kill_filter(_id=connection.read_response())

    assert "r=1;" in react(cast.guest)["RateLimit"]
