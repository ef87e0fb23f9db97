"""Paging through a list whose order moves: what docs/api.md promises of it."""

import re

import pytest

from tests.events import events_since


@pytest.mark.parametrize("order", ["updated_at", "-updated_at"])
def test_unchanged_rows_come_once_and_events_tell_the_rest(cast, order):
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    ids = [cast.reviewer.post("feedbacks", body).json()["id"] for _ in range(9)]
    path, walked, first_seq = f"feedbacks?project_id={cast.project.id}&order={order}&limit=3", [], 0
    changed = []
    while path:
        answer = cast.viewer.get(path)
        first_seq = first_seq or int(answer["X-Project-Seq"])
        page = answer.json()
        walked += [row["id"] for row in page]
        for moved in (page[0]["id"], ids[4]):  # one that was shown, and one in the middle
            patch = {"content": f"now {len(changed)}"}
            if len(changed) < 4:
                assert cast.owner.patch(f"feedbacks/{moved}", patch).status_code == 200
                changed.append(moved)
        link = re.search(r"<[^>]*/api/v1/([^>]*)>", answer.get("Link", ""))
        path = link and link[1]

    still = [row_id for row_id in ids if row_id not in changed]
    assert sorted(row_id for row_id in walked if row_id in still) == sorted(still)
    events = {event["payload"]["id"] for event in events_since(cast, first_seq)}
    assert set(changed) <= events
    assert set(ids) <= {*walked} | events
