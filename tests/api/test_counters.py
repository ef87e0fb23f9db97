"""Exact limits: what comes in parallel is counted one by one."""

import functools
from collections import Counter

import pytest

from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_forty_wrong_passwords_at_once_are_counted_exactly(cast, settings):
    settings.VERIFY_RATE = "1000/minute"
    link = {"project_id": str(cast.project.id), "role": "viewer", "password": "open sesame"}
    token = cast.owner.post("share-links", link).json()["url"].rpartition("=")[2]
    wrong = {"token": token, "password": "wrong"}
    send = functools.partial(cast.anonymous.post, "share-links/enter", wrong)

    answers = at_once(*[send] * 40)

    assert Counter(answer.status_code for answer in answers) == {200: 10, 429: 30}


def test_forty_invitations_at_once_are_counted_exactly(cast, settings):
    settings.INVITATIONS_PER_PROJECT, settings.WRITE_RATE = 25, "1000/minute"
    bodies = [
        {"project_id": str(cast.project.id), "emails": [f"p{number}@client.example"]}
        for number in range(40)
    ]

    answers = at_once(*[functools.partial(cast.owner.post, "invitations", body) for body in bodies])

    assert Counter(answer.status_code for answer in answers) == {202: 25, 429: 15}
    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.json()["code"] for answer in refused} == {"too_many_invitations"}
    assert all(0 < int(answer["Retry-After"]) <= 24 * 3600 + 1 for answer in refused)
