"""Headers that every answer has."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/api/v1/projects", "/api/v1/nothing", "/livez", "/api", "/api/schema"]
)
def test_no_answer_can_be_framed_or_sniffed(client, path):
    answer = client.get(path)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY" or "frame-ancestors 'none'" in answer.get(
        "Content-Security-Policy", ""
    )
