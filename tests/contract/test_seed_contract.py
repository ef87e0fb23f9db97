"""The document keeps the contract that the front end was written against."""

import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.comparison import METHODS, differences, operation_ids
from tests.contract.document import fresh, generated

SEED = Path(__file__).with_name("openapi-seed.yaml")
SHA256 = "75d2570e79c48c9ef9ba76bcf350c967a33bea2d423efd76c93594a1ebbcd049"

# Operations of the contract that are not built yet. One that is must leave this list.
NOT_YET: set[str] = set()

# Where we are stricter than the contract, and why. One that is no longer needed must leave too.
REACTION = "a reaction without its emoji, or with another member, is none"
RANGE = "a moment of a video: 0 to a day"
TAGS = "at most 10 tags of 30 characters"
DRAWING = "the limits of a drawing"
FREEHAND = "a fifth shape, which nobody receives who does not ask for it"
SOMETHING = "a change changes something"
EXCUSED = {
    "createFeedback request.timestamp minimum": RANGE,
    "createFeedback request.timestamp maximum": RANGE,
    "createFeedback request.drawing_data.shapes maxItems": DRAWING,
    "createFeedback request.drawing_data.shapes[] required": DRAWING,
    "createFeedback request.drawing_data.shapes[].type enum": FREEHAND,
    "createFeedback request.drawing_data.shapes[].coordinates minItems": DRAWING,
    "createFeedback request.drawing_data.shapes[].coordinates maxItems": DRAWING,
    "createFeedback request.drawing_data.shapes[].style.color pattern": DRAWING,
    "createFeedback request.drawing_data.shapes[].style.width minimum": DRAWING,
    "createFeedback request.drawing_data.shapes[].style.width maximum": DRAWING,
    "createFeedback request.tags maxItems": TAGS,
    "createFeedback request.tags[] maxLength": TAGS,
    "updateFeedback request minProperties": SOMETHING,
    "updateFeedback request.content minLength": "a feedback has a text also after a change",
    "updateFeedback request.tags maxItems": TAGS,
    "updateFeedback request.tags[] maxLength": TAGS,
    "createComment request.mentions maxItems": "a comment calls at most 100 people",
    "addReaction request required": REACTION,
    "sendInvitations 202.failed[].reason enum": "any string there; here each is named",
}


def seed() -> dict[str, Any]:
    """Return the contract without what is not built yet."""
    document: dict[str, Any] = yaml.safe_load(SEED.read_text())
    for item in document["paths"].values():
        for method in METHODS:
            if method in item and item[method]["operationId"] in NOT_YET:
                del item[method]
    return document


def unexcused(contract: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Return the differences that no excuse names."""
    found = differences(contract, ours)
    return [difference for difference in found if difference.partition(":")[0] not in EXCUSED]


def test_the_copy_of_the_contract_is_the_contract():
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SHA256


def test_the_document_keeps_the_contract():
    assert unexcused(seed(), generated()) == []


def test_every_excuse_is_needed():
    named = {difference.partition(":")[0] for difference in differences(seed(), generated())}
    assert sorted(EXCUSED.keys() - named) == []


def test_what_is_built_is_held_against_the_contract():
    assert sorted(NOT_YET & operation_ids(generated())) == []


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of below value of a document that is no object or array."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in pairs:
            yield from leaves(below, (*path, key))
    else:
        yield path


def reached() -> dict[str, Any]:
    """Return the contract with only those components that its operations lead to."""
    document = seed()
    needed: set[str] = set()
    left: list[Any] = [document["paths"]]
    while left:
        each = left.pop()
        for path in leaves(each):
            value: Any = each
            for step in path:
                value = value[step]
            if path[-1] == "$ref" and value not in needed:
                needed.add(value)
                left.append(document["components"]["schemas"][value.rpartition("/")[2]])
    schemas = document["components"]["schemas"]
    names = {reference.rpartition("/")[2] for reference in needed}
    document["components"]["schemas"] = {name: schemas[name] for name in sorted(names)}
    return document


def is_said(path: tuple[str | int, ...]) -> bool:
    """Say whether a leaf of the contract is a promise; descriptions are words about one."""
    return path[0] in ("paths", "components") and path[-1] != "description"


REACHED = reached()
PROMISES = [path for path in leaves(REACHED) if is_said(path)]


def other(value: Any) -> Any:
    """Return something that the contract does not say there."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "#/components/schemas/Other"


def test_there_are_promises_to_break():
    assert len(PROMISES) > 150


@pytest.mark.parametrize("path", PROMISES, ids=lambda path: "/".join(map(str, path)))
def test_the_comparison_sees_each_promise_of_the_contract(path):
    contract = copy.deepcopy(REACHED)
    contract["components"]["schemas"]["Other"] = {"type": "null"}
    place: Any = contract
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = other(place[path[-1]])
    assert differences(contract, generated()) != differences(REACHED, generated())


def remove_route(ours: Any) -> None:
    del ours["paths"]["/api/v1/comments"]["post"]


def answer_with_another_status(ours: Any) -> None:
    responses = ours["paths"]["/api/v1/feedbacks"]["post"]["responses"]
    responses["200"] = responses.pop("201")


def remove_parameter(ours: Any) -> None:
    ours["paths"]["/api/v1/feedbacks"]["get"]["parameters"] = []


def require_another_parameter(ours: Any) -> None:
    for parameter in ours["paths"]["/api/v1/feedbacks"]["get"]["parameters"]:
        if parameter.get("name") == "video_id":
            parameter["required"] = True


def remove_field(ours: Any) -> None:
    del ours["components"]["schemas"]["CommentResponse"]["properties"]["replies"]


def require_another_field(ours: Any) -> None:
    ours["components"]["schemas"]["CreateFeedbackRequest"]["required"].append("assignee")


def limit_more(ours: Any) -> None:
    ours["components"]["schemas"]["CreateCommentRequest"]["properties"]["content"]["pattern"] = "a"


def take_null(ours: Any) -> None:
    field = ours["components"]["schemas"]["CreateCommentRequest"]["properties"]["content"]
    field["type"] = ["string", "null"]


def reorder_choices(ours: Any) -> None:
    ours["components"]["schemas"]["FeedbackResponse"]["properties"]["status"]["enum"].reverse()


@pytest.mark.parametrize(
    "break_it",
    [
        remove_route,
        answer_with_another_status,
        remove_parameter,
        require_another_parameter,
        remove_field,
        require_another_field,
        limit_more,
        take_null,
        reorder_choices,
    ],
    ids=lambda change: change.__name__,
)
def test_the_comparison_sees_a_change_of_our_document(break_it):
    ours = fresh()
    break_it(ours)
    assert unexcused(seed(), ours) != []
