"""The shape `path`: those who ask for it receive it, all others only shapes of the contract."""

import http.client
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from feedbacks.models import Feedback
from tests.contract.document import assert_documented
from tests.events import newest_seq

SEED = yaml.safe_load(Path("tests/contract/openapi-seed.yaml").read_text())
SHAPE = SEED["components"]["schemas"]["DrawingShape"]
# The architecture's own limits of the coordinates (its §8.2) beside the contract's types.
NUMBERS = {"minItems": 2, "maxItems": 8}
CONTRACT = Draft202012Validator(
    SHAPE
    | {
        "required": ["type", "coordinates", "style"],
        "properties": SHAPE["properties"]
        | {"coordinates": SHAPE["properties"]["coordinates"] | NUMBERS},
    }
)
STYLE = {"color": "#00FF00", "width": 3}
LOOP = [0.3, 0.4, 0.5, 0.2, 0.7, 0.4, 0.5, 0.8, 0.31, 0.5]
PATH = {"type": "path", "coordinates": LOOP, "style": STYLE}
AROUND = {"type": "rectangle", "coordinates": [0.3, 0.2, 0.7, 0.8], "style": STYLE}
TEXT = {
    "type": "text",
    "coordinates": [0.1, 0.1],
    "style": STYLE,
    "text": '{"type": "path", "style": {}, "coordinates": [1]}',
}
DRAWN = [PATH, TEXT, PATH]


def drawings(value):
    """Return the shapes of every drawing in an answer."""
    if isinstance(value, list):
        return [found for item in value for found in drawings(item)]
    if not isinstance(value, dict):
        return []
    own = [value["drawing_data"]["shapes"]] if "drawing_data" in value else []
    return own + [found for item in value.values() for found in drawings(item)]


def given(cast, **headers):
    """Give feedback with a drawing."""
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Here"}
    body["drawing_data"] = {"shapes": DRAWN}
    return cast.reviewer.post("feedbacks", body, **headers)


def check(answer, *, asked):
    """Check the drawings of an answer, and all of it against our own document."""
    assert_documented(answer)
    check_drawings(answer.json(), asked=asked)


def check_drawings(value, *, asked):
    found = drawings(value)
    assert found
    for shapes in found:
        assert shapes == (DRAWN if asked else [AROUND, TEXT, AROUND])
        if not asked:
            for shape in shapes:
                CONTRACT.validate(shape)


def test_the_contracts_schema_refuses_a_path():
    assert not CONTRACT.is_valid(PATH)
    assert not CONTRACT.is_valid(PATH | {"type": "arrow"})


@pytest.mark.parametrize(
    "path",
    [
        "feedbacks/{feedback}",
        "feedbacks?project_id={project}",
        "feedbacks?project_id={project}&video_id={video}&q=here",
        "projects/{project}/events?after={seq}",
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["asked first", "asked last"])
def test_each_reader_of_a_list_or_resource_receives_their_shapes(cast, path, first):
    seq = newest_seq(cast)
    feedback = given(cast).json()["id"]
    path = path.format(project=cast.project.id, video=cast.video.id, feedback=feedback, seq=seq)
    asking = f"{path}{'&' if '?' in path else '?'}shapes=path"

    # The second reader gets what is kept of the first one.
    for asked in (first, not first, first):
        check(cast.viewer.get(asking if asked else path), asked=asked)

    tag = cast.viewer.get(path)["ETag"]
    assert cast.viewer.get(path, If_None_Match=tag).status_code == 304
    assert cast.viewer.get(asking, If_None_Match=tag).status_code == 200


def test_a_list_of_which_one_row_has_changed_has_the_readers_shapes(cast):
    first = given(cast).json()["id"]
    list_path = f"feedbacks?project_id={cast.project.id}"
    for query, asked in (("", False), ("&shapes=path", True)):
        check(cast.viewer.get(list_path + query), asked=asked)
    given(cast)
    cast.editor.patch(f"feedbacks/{first}", {"status": "resolved"})
    for query, asked in (("", False), ("&shapes=path", True)):
        check(cast.viewer.get(list_path + query), asked=asked)


def test_the_next_page_has_the_shapes_of_the_first(cast):
    given(cast)
    given(cast)
    page = cast.viewer.get(f"feedbacks?project_id={cast.project.id}&shapes=path&limit=1")

    assert "shapes=path" in page["Link"]


@pytest.mark.parametrize("asked", [True, False])
def test_a_write_is_answered_with_the_writers_shapes(cast, asked):
    query = "?shapes=path" if asked else ""
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Here"}
    drawn = {"drawing_data": {"shapes": DRAWN}}
    added = cast.reviewer.post(f"feedbacks{query}", body | drawn)
    check(added, asked=asked)
    one = f"feedbacks/{added.json()['id']}"
    check(cast.reviewer.patch(one + query, {"content": "There"}), asked=asked)
    check(cast.reviewer.patch(one + query, {"content": "There"}), asked=asked)  # changes nothing
    many = {"ids": [added.json()["id"]], "priority": "low"}
    check(cast.editor.patch(f"feedbacks/bulk{query}", many), asked=asked)
    assert Feedback.objects.get().drawing_data == {"shapes": DRAWN}


def test_an_answer_that_is_given_again_has_the_shapes_of_who_repeats(cast):
    for query, asked in (("", False), ("?shapes=path", True), ("", False)):
        body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "Here"}
        body["drawing_data"] = {"shapes": DRAWN}
        check(cast.reviewer.post(f"feedbacks{query}", body, Idempotency_Key="a-key"), asked=asked)
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("asked", [True, False])
def test_a_socket_live_and_replayed_has_the_shapes_of_its_reader(process, cast, asked):
    seq = newest_seq(cast)
    query = {"shapes": "path"} if asked else {}
    live = process.open(cast.project.id, cast.viewer.token, **query)
    other = process.open(cast.project.id, cast.guest.token, **({} if asked else {"shapes": "path"}))
    live.until("connection.ready")
    other.until("connection.ready")

    given(cast)

    check_drawings(live.until("feedback.created"), asked=asked)
    check_drawings(other.until("feedback.created"), asked=not asked)
    replayed = process.open(cast.project.id, cast.editor.token, last_seq=seq, **query)
    check_drawings(replayed.until("feedback.created"), asked=asked)


@pytest.mark.parametrize("asked", [True, False])
def test_a_stream_has_the_shapes_of_its_reader(process, cast, asked):
    seq = newest_seq(cast)
    given(cast)
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=5)
    path = f"/api/v1/projects/{cast.project.id}/events?last_event_id={seq}"
    accept = {"Accept": "text/event-stream", "Authorization": f"Bearer {cast.viewer.token}"}
    connection.request("GET", path + ("&shapes=path" if asked else ""), headers=accept)
    answer = connection.getresponse()
    frames = []
    while not frames or frames[-1]["type"] != "feedback.created":
        line = answer.readline().decode()
        if line.startswith("data: "):
            frames.append(json.loads(line.removeprefix("data: ")))
    connection.close()

    check_drawings(frames, asked=asked)
