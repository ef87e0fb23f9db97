"""How large tables are read: the plans and the pages they take, because clocks depend on load."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import FeedbackComment
from devstack.engines import CHECKOUT
from tests.api.query_rows import fill
from tests.conftest import Cast, build_cast, give_a_feedback
from users.models import User

LARGE = {
    "comments_feedbackcomment",
    "feedbacks_feedback",
    "notifications_notification",
    "videos_video",
}

PAGES = {
    "projects": 320,
    "projects?limit=5": 40,
    "projects/{project}/summary": 25,
    "projects/{project}/open-feedback": 45,
    "notifications?limit=5": 20,
    "notifications?limit=5&unread=true": 20,
    "videos?project_id={project}&limit=5": 20,
    "videos?project_id={project}&limit=5&order=title": 20,
    "videos?project_id={project}&limit=5&status=ready&order=-title": 20,
    "videos?project_id={project}&limit=5&review_status=pending": 20,
    "videos?project_id={project}&limit=5&review_status=approved": 60,
    "videos?project_id={project}&limit=5&status=failed": 60,
    "feedbacks?project_id={project}&limit=5": 70,
    "feedbacks?project_id={project}&limit=5&order=-updated_at": 60,
    "feedbacks?project_id={project}&limit=5&order=timestamp": 130,
    "feedbacks?project_id={project}&limit=5&status=open": 70,
    "feedbacks?project_id={project}&limit=5&priority=critical": 70,
    "feedbacks?project_id={project}&limit=5&video_id={video}": 110,
    "feedbacks?project_id={project}&limit=5&tag=sound": 70,
    "feedbacks?project_id={project}&limit=5&tag=rare": 110,
    "feedbacks?project_id={project}&limit=5&author={owner}": 20,
    "comments/{comment}": 30,
    "feedbacks?project_id={project}&limit=5&q=xylophone": 950,
    "feedbacks?project_id={project}&limit=5&q=반짝임": 900,
    "feedbacks?project_id={project}&limit=5&q=반짝": 900,
    "feedbacks?project_id={project}&limit=5&q=옻": 900,
    "feedbacks?project_id={project}&limit=5&q=absent": 750,
    "feedbacks?project_id={project}&limit=5&q=펭귄": 750,
    "feedbacks?project_id={project}&limit=5&q=쑥": 750,
    "feedbacks?project_id={project}&limit=5&q=cut": 750,
    "feedbacks?project_id={project}&limit=5&q=자막": 750,
    "feedbacks?project_id={project}&limit=5&q=막": 750,
    "feedbacks?project_id={project}&limit=5&q=comment": 850,
}
"""The most pages of 8 kB of large tables that a read may take: about twice what it takes.

The cast's project alone has 4,000 feedbacks, and the owner 13,700 unread notifications.
"""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast among 20,000 feedbacks. They are committed, because only then VACUUM sees them."""
    with django_db_blocker.unblock():
        try:
            cast = build_cast()
            fill(cast, give_a_feedback(cast).id)
            yield cast
        finally:
            call_command("flush", verbosity=0, interactive=False)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _pages(node: dict[str, Any]) -> int:
    """Return how many pages a node took itself, without those below it."""
    taken = ("Shared Hit Blocks", "Shared Read Blocks")
    below = sum(part[name] for part in node.get("Plans", ()) for name in taken)
    return sum(node[name] for name in taken) - below


def _reads_large_table(node: dict[str, Any]) -> bool:
    # Small tables don't count: how many pages they have depends on the tests before.
    return node.get("Relation Name") in LARGE or node["Node Type"] == "Bitmap Index Scan"


def _plan(sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        return cursor.fetchone()[0][0]["Plan"]


def plans_of(cast: Cast, path: str) -> list[dict[str, Any]]:
    """Return the plans of the statements by which a request reads large tables."""
    comment = FeedbackComment.objects.filter(project=cast.project)[50]
    path = path.format(
        project=cast.project.id,
        owner=cast.owner.user.id,
        comment=comment.id,
        video=comment.feedback.video_id,
    )
    with CaptureQueriesContext(connection) as captured:
        answer = cast.owner.get(path)
    assert answer.status_code == 200, answer.content
    reads = [
        query["sql"] for query in captured if query["sql"].strip().startswith(("SELECT", "WITH"))
    ]
    plans = [_plan(sql) for sql in reads if any(table in sql for table in LARGE)]
    assert plans
    return plans


@pytest.mark.parametrize("path", PAGES)
def test_a_read_scans_no_large_table_and_takes_few_pages(db, filled, path):
    plans = plans_of(filled, path)

    nodes = [node for plan in plans for node in _nodes(plan)]
    scanned = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
    assert not scanned & LARGE
    taken = sum(_pages(node) for node in nodes if _reads_large_table(node))
    assert taken <= PAGES[path]


def test_an_accounts_guests_are_found_without_visiting_all_users(db, filled):
    with CaptureQueriesContext(connection) as captured:
        assert list(User.objects.same_person(filled.owner.user.id)) == [filled.owner.user.id]

    (query,) = captured
    plan = _plan(query["sql"])
    assert "Seq Scan" not in {node["Node Type"] for node in _nodes(plan)}
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] <= 30


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("projects", "feedbacks_feedback"),
        ("projects/{project}", "feedbacks_feedback"),
        ("projects/{project}/summary", "feedbacks_feedback"),
        ("projects/{project}/open-feedback", "feedbacks_feedback"),
        ("notifications?limit=5&unread=false", "notifications_notification"),
    ],
)
def test_numbers_are_read_without_counting(db, filled, path, counted):
    nodes = [node for plan in plans_of(filled, path) for node in _nodes(plan)]

    looked_at = [node["Actual Rows"] for node in nodes if node.get("Relation Name") == counted]
    assert sum(looked_at) <= 10


@pytest.mark.parametrize("word", ["반짝", "옻", "xylophone", "펭귄"])
def test_the_admin_finds_words_of_any_length_without_scanning(db, filled, client, word):
    client.force_login(User.objects.create_superuser("staff@example.com", "x" * 20, name="Staff"))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/admin/feedbacks/feedback/", {"q": word})

    assert answer.status_code == 200
    plans = [_plan(query["sql"]) for query in captured if "word_parts" in query["sql"]]
    nodes = [node for plan in plans for node in _nodes(plan)]
    assert "feedback_words_idx" in {node.get("Index Name") for node in nodes}
    assert "feedbacks_feedback" not in {
        node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"
    }


# A non-unique index of whole rows whose columns another one, of the same kind, begins with.
PREFIXES = """
SELECT a.indexrelid::regclass::text, b.indexrelid::regclass::text
FROM pg_index a JOIN pg_index b ON a.indrelid = b.indrelid AND a.indexrelid <> b.indexrelid
JOIN pg_class ca ON ca.oid = a.indexrelid JOIN pg_class cb ON cb.oid = b.indexrelid
WHERE a.indrelid = ANY(%s::regclass[]) AND ca.relam = cb.relam AND NOT a.indisunique
AND num_nulls(a.indpred, b.indpred, a.indexprs) = 3 AND a.indnkeyatts <= b.indnkeyatts
AND (string_to_array(a.indkey::text, ' '))[:a.indnkeyatts]
    = (string_to_array(b.indkey::text, ' '))[:a.indnkeyatts]
AND (string_to_array(a.indclass::text, ' '))[:a.indnkeyatts]
    = (string_to_array(b.indclass::text, ' '))[:a.indnkeyatts]
"""


def test_no_index_is_the_beginning_of_another(db):
    ours = [
        model._meta.db_table
        for app in apps.get_app_configs()
        if CHECKOUT in (folder := Path(app.path)).parents and ".venv" not in folder.parts
        for model in app.get_models()
    ]
    with connection.cursor() as cursor:
        cursor.execute(PREFIXES, [ours])
        assert cursor.fetchall() == []
