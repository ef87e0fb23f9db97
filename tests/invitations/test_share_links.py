"""Links without an address: role, password, end, number of guests."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from invitations import password_attempts
from invitations.models import Guest, ShareLink
from invitations.password_attempts import LIMIT_PER_ADDRESS, LIMIT_PER_LINK, PERIOD
from invitations.sweeps import sweep_ended
from projects.models import Membership
from tests.concurrency import at_once
from tests.conftest import Person
from tests.problems import assert_problem, fields_of
from videoplanet.db.models import Counter
from videoplanet.db.sweeps import sweep_counters
from videoplanet.idempotency.models import IdempotentAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(cast):
    """`share(role=…)`: make a link; return its JSON and its secret."""

    def make(**given):
        answer = cast.owner.post("share-links", {"project_id": str(cast.project.id), **given})
        assert answer.status_code == 201, answer.content
        link = answer.json()
        start = f"http://localhost:3000/feedback/public/{cast.project.id}?link="
        assert link["url"].startswith(start)
        return link, link["url"].removeprefix(start)

    return make


def enter(cast, token, **given):
    answer = cast.anonymous.post("share-links/enter", {"token": token, **given})
    assert answer.status_code == 200, answer.content
    return answer.json()


def guest_by(cast, token, **given):
    return Person("linked", None, enter(cast, token, **given)["guest_token"])


def test_whoever_has_the_link_comes_in_with_its_role(cast, share, feedback):
    link, token = share(role="reviewer", max_guests=None)
    came = enter(cast, token, name="Kim")
    assert (came["valid"], came["project"]["name"]) == (True, "Spring film")
    assert came["expires_at"] == link["expires_at"]
    one, two = Person("one", None, came["guest_token"]), guest_by(cast, token)
    comment = {"feedback_id": str(feedback.id), "content": "x"}
    assert one.post("comments", comment).json()["user"]["name"] == "Kim"
    assert two.get("users/me").json()["name"] == "Guest"
    listed = cast.owner.get(f"share-links?project_id={cast.project.id}").json()
    assert [(each["id"], each["guests_count"]) for each in listed] == [(link["id"], 2)]
    assert token not in str(listed)

    path = f"share-links/{link['id']}"
    assert cast.owner.patch(path, {"role": "viewer"}).json()["role"] == "viewer"
    assert one.post("comments", comment).status_code == 403
    assert cast.owner.delete(path).status_code == 204
    assert {each.get("projects").status_code for each in (one, two)} == {401}
    assert enter(cast, token)["reason"] == "revoked"
    assert_problem(cast.owner.patch(path, {"role": "viewer"}), 409, "link_ended")


def test_a_link_gives_no_editor_and_its_secret_opens_no_other_route(cast, share):
    body = {"project_id": str(cast.project.id), "role": "editor"}
    assert fields_of(cast.owner.post("share-links", body)) == ["role"]
    _link, token = share(password="open sesame")
    look = cast.anonymous.get(f"invitations/verify?token={token}").json()
    assert (look["valid"], look["reason"]) == (False, "unknown")
    accept = cast.outsider.post("invitations/accept", {"token": token})
    assert accept.json()["errors"][0]["code"] == "unknown"


def test_the_password_is_asked_for_and_kept_as_a_hash(cast, share):
    link, token = share(password="열려라 참깨, 어서")
    assert link["has_password"] is True
    assert "참깨" not in ShareLink.objects.get().password
    assert enter(cast, token)["reason"] == "password_required"
    assert enter(cast, token, password="wrong")["reason"] == "wrong_password"
    assert enter(cast, token, password="열려라 참깨, 어서")["valid"] is True
    changed = cast.owner.patch(f"share-links/{link['id']}", {"password": None})
    assert changed.json()["has_password"] is False
    assert enter(cast, token)["valid"] is True


def try_from(address, token, password):
    """Try a password from an address; return the answer's status and reason."""
    answer = Client(headers={"X-Forwarded-For": address}).post(
        "/api/v1/share-links/enter", {"token": token, "password": password}, "application/json"
    )
    return answer.status_code, answer.json().get("reason")


@pytest.fixture
def gateway(settings):
    """Requests come through a gateway that says where from."""
    settings.TRUSTED_PROXY_COUNT = 1
    settings.VERIFY_RATE = "1000/minute"


def test_who_guesses_locks_out_themselves_and_nobody_else(cast, share, gateway):
    _link, token = share(password="open sesame")
    for number in range(LIMIT_PER_ADDRESS):
        answer = try_from(f"2001:db8::{number}", token, "wrong")  # one subscriber's /64
        assert answer == (200, "wrong_password")
    assert try_from("2001:db8::ff", token, "open sesame")[0] == 429
    assert try_from("192.0.2.1", token, "open sesame") == (200, None)

    Counter.objects.update(ends_at=timezone.now())
    assert try_from("2001:db8::ff", token, "open sesame") == (200, None)
    assert not Counter.objects.filter(subject__endswith="2001:db8::/64").exists()
    Counter.objects.update(ends_at=timezone.now())
    sweep_counters()
    assert not Counter.objects.exists()


def test_many_addresses_are_no_way_around_the_lock(cast, share, gateway):
    _link, token = share(password="open sesame")
    link = ShareLink.objects.get()
    for number in range(LIMIT_PER_LINK):
        password_attempts.count(link.id, f"192.0.2.{number}")
    refused = cast.anonymous.post("share-links/enter", {"token": token, "password": "open sesame"})
    assert_problem(refused, 429, "too_many_tries")
    assert 0 < int(refused["Retry-After"]) <= PERIOD.total_seconds() + 1
    # Those who come in do not make room for who guesses: their own try alone is taken back.
    Counter.objects.filter(subject=link.id).update(count=LIMIT_PER_LINK - 1)
    assert enter(cast, token, password="open sesame")["valid"] is True
    assert Counter.objects.get(subject=link.id).count == LIMIT_PER_LINK - 1


@pytest.mark.django_db(transaction=True)
def test_guessing_in_parallel_is_no_way_around_the_lock(cast, share, settings):
    settings.VERIFY_RATE = "1000/minute"
    _link, token = share(password="open sesame")
    body = {"token": token, "password": "wrong"}
    call = lambda: cast.anonymous.post("share-links/enter", body).status_code  # noqa: E731
    codes = at_once(*[call] * 8) + at_once(*[call] * 8)
    assert (codes.count(200), codes.count(429)) == (LIMIT_PER_ADDRESS, 16 - LIMIT_PER_ADDRESS)


@pytest.mark.django_db(transaction=True)
def test_no_more_guests_than_there_are_places_also_at_once(cast, share):
    link, token = share(max_guests=2)
    came = at_once(*[lambda: enter(cast, token)] * 6)
    assert sorted(each["valid"] for each in came) == [False] * 4 + [True] * 2
    assert {each["reason"] for each in came} == {None, "full"}
    first = Guest.objects.select_related("user").first()
    guest = next(each for each in came if each["valid"])
    Person("x", None, guest["guest_token"]).get("projects")
    member = Membership.objects.get(user__entry__link=link["id"])
    cast.owner.delete(f"projects/{cast.project.id}/members/{member.user_id}")
    assert first
    assert enter(cast, token)["valid"] is True


def test_the_end_ends_the_guests_too(cast, share):
    end = timezone.now() + timedelta(days=1)
    link, token = share(expires_at=end.isoformat())
    guest = guest_by(cast, token)
    assert guest.get("projects").status_code == 200
    sooner = (timezone.now() + timedelta(seconds=30)).isoformat()
    cast.owner.patch(f"share-links/{link['id']}", {"expires_at": sooner})
    user = Guest.objects.get().user
    assert user.access_until < end
    past = timezone.now() - timedelta(seconds=1)
    ShareLink.objects.update(expires_at=past)
    type(user).objects.filter(id=user.id).update(access_until=past)
    assert guest.get("projects").status_code == 401
    assert guest.post("guests/renew").status_code == 401
    assert enter(cast, token)["reason"] == "expired"
    assert sweep_ended() == 1
    assert not Membership.objects.filter(user=user).exists()
    assert sweep_ended() == 0


def test_an_answer_that_is_given_again_has_no_secret(cast):
    body = {"project_id": str(cast.project.id)}
    first, again = (cast.owner.post("share-links", body, Idempotency_Key="k") for _ in range(2))
    assert first.json() == again.json() | {"url": first.json()["url"]}
    assert again.json()["url"] is None
    assert ShareLink.objects.count() == 1
    token = first.json()["url"].partition("=")[2]
    assert token.encode() not in bytes(IdempotentAnswer.objects.get().body)
