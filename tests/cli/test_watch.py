"""vp watch: every event once, over a broken line too, until the token ends."""

import json

import pytest

from tests.waiting import eventually
from tokens.actions import end_token
from users.models import AccessToken

pytestmark = pytest.mark.django_db(transaction=True)


def test_watching_goes_on_without_a_gap_after_a_broken_line(vp, cast, served):
    with vp.start("watch", str(cast.project.id), "--json") as process:
        frames = map(json.loads, process.stdout)
        ready = next(frames)
        assert ready["type"] == "connection.ready"
        cast.owner.patch(f"projects/{cast.project.id}", {"name": "Summer film"})
        assert next(frames)["payload"]["name"] == "Summer film"

        served.api.shut()
        cast.owner.patch(f"projects/{cast.project.id}", {"name": "가을 영화"})
        eventually(lambda: served.api.refused)
        served.api.is_open = True
        assert next(frames)["type"] == "connection.ready"
        event = next(frames)
        assert (event["payload"]["name"], event["seq"]) == ("가을 영화", ready["seq"] + 2)

        end_token(token_id=AccessToken.objects.get().id, actor_id=None)
        rest, said = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "vp login" in said
    assert vp.token not in rest + said
