"""Generated requests, good and bad, against every operation: no 5xx, and only declared answers.

Where ids are needed most examples get those of the cast, so that they reach what is behind the
look-up; the rest keep what was generated. Each example runs in a savepoint that is rolled back.
"""

import os
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comments.actions import add_comment
from feedbacks.models import Feedback
from tests.conftest import Cast, make_video
from tests.contract.document import fresh, our_operations
from videoplanet.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# More than the suite's share can be asked for: SCHEMATHESIS_EXAMPLES=1000, and new ones each run.
ASKED = os.environ.get("SCHEMATHESIS_EXAMPLES")
EXAMPLES = int(ASKED or 30)
BEARERS = ("owner", "owner", "owner", "editor", "reviewer", "guest", "viewer", "outsider")


def _strict_document() -> dict[str, Any]:
    """Return the document without `default`: each status must be declared by its number."""
    document = fresh()
    for path, method, _operation in our_operations().values():
        del document["paths"][path][method]["responses"]["default"]
    return document


SCHEMA = schemathesis.openapi.from_dict(_strict_document())
SCHEMA.app = application


def ids_of(cast: Cast, feedback: Feedback) -> dict[str, str]:
    """Return an id of the cast for each name under which requests name one."""
    comment = add_comment(access=cast.access("reviewer"), feedback=feedback, content="Yes")
    uploading = make_video(cast.access("editor"), status="uploading", upload_id="gone")
    viewer = cast.viewer.user
    assert viewer is not None
    return {
        "projects": str(cast.project.id),
        "videos": str(cast.video.id),
        "upload": str(uploading.id),
        "feedbacks": str(feedback.id),
        "comments": str(comment.id),
        "project_id": str(cast.project.id),
        "video_id": str(cast.video.id),
        "previous_version": str(cast.video.id),
        "feedback_id": str(feedback.id),
        "parent_id": str(comment.id),
        "user_id": str(viewer.id),
        "assignee": str(viewer.id),
        "author": str(viewer.id),
    }


def use_real_ids(case: Any, ids: dict[str, str]) -> None:
    """Put the cast's ids where the case has ids."""
    kind = (
        "upload"
        if "/upload" in case.path
        else case.path.split("/")[-1 if "graphql" in case.path else 3]
    )
    for place in (case.path_parameters, case.query, case.body):
        if not isinstance(place, dict):
            continue
        for name in place:
            if name == "id" and kind in ids:
                place[name] = ids[kind]
            elif name == "ids":
                place[name] = [ids["feedbacks"]]
            elif name == "mentions":
                place[name] = [ids["user_id"]]
            elif name in ids:
                place[name] = ids[name]


def try_one(case: Any, bearer: Any) -> None:
    """Send the case and check the answer; nothing of it stays."""
    headers = {"Authorization": f"Bearer {bearer.token}"}
    with transaction.atomic():
        case.call_and_validate(checks=CHECKS, headers=headers)
        transaction.set_rollback(True)


@pytest.mark.usefixtures("many_writes", "one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation_id", sorted(our_operations()))
def test_no_request_gets_a_5xx_or_an_answer_outside_of_the_document(
    cast, feedback, operation_id, mode
):
    path, method, _operation = our_operations()[operation_id]
    ids = ids_of(cast, feedback)

    @given(
        case=SCHEMA[path][method.upper()].as_strategy(generation_mode=mode),
        real=st.sampled_from([True, True, True, False]),
        bearer=st.sampled_from(BEARERS),
    )
    @settings(
        max_examples=EXAMPLES,
        derandomize=ASKED is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    def run(case: Any, real: bool, bearer: str) -> None:
        if real:
            use_real_ids(case, ids)
        try_one(case, getattr(cast, bearer))

    run()


@pytest.fixture
def many_writes(settings):
    settings.WRITE_RATE = settings.ANONYMOUS_RATE = settings.VERIFY_RATE = "1000000/minute"


@pytest.fixture
def one_connection():
    """Keep the test's transaction open behind each request, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
