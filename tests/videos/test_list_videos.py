"""GET videos?project_id=."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import make_video
from tests.events import newest_seq
from tests.problems import fields_of
from tests.videos.uploads import begin as begin_upload


def listed(cast, query="", person="viewer", **headers):
    return getattr(cast, person).get(f"videos?project_id={cast.project.id}{query}", **headers)


def begin(cast, title="x"):
    return begin_upload(cast.access("editor"), title=title)


def walk(cast, limit, between):
    """Follow `Link`, do something after each page, and return the titles."""
    titles, path = [], f"videos?project_id={cast.project.id}&limit={limit}"
    while path:
        answer = cast.viewer.get(path)
        titles += [video["title"] for video in answer.json()]
        between()
        path = answer.get("Link", "").removeprefix("<http://testserver").partition(">")[0]
    return titles


def test_the_newest_stands_first_as_it_is_read_alone(cast):
    begin(cast, "둘째")

    rows = listed(cast).json()

    assert [row["title"] for row in rows] == ["둘째", "First cut"]
    assert rows == [cast.viewer.get(f"videos/{row['id']}").json() for row in rows]


def test_pages_hold_each_once_while_others_are_added(cast):
    access = cast.access("owner")
    for number in range(8):
        make_video(access, title=f"{number}")

    titles = walk(cast, 2, lambda: begin(cast, "later"))

    assert titles == [*(f"{number}" for number in range(7, -1, -1)), "First cut"]


def test_pages_lose_none_while_others_are_deleted(cast):
    access = cast.access("owner")
    for number in range(6):
        make_video(access, title=f"{number}")
    gone = iter([f"{number}" for number in (5, 4, 3)])

    def delete_one_that_was_seen():
        if (title := next(gone, None)) is not None:
            [video] = [v for v in listed(cast).json() if v["title"] == title]
            cast.editor.delete(f"videos/{video['id']}")

    titles = walk(cast, 2, delete_one_that_was_seen)

    assert titles == ["5", "4", "3", "2", "1", "0", "First cut"]


def test_rows_of_the_same_moment_are_each_on_one_page(cast):
    access = cast.access("owner")
    for number in range(7):
        make_video(access, title=f"{number}", created_at=cast.video.created_at)

    titles = walk(cast, 3, lambda: None)

    assert sorted(titles) == [*(f"{number}" for number in range(7)), "First cut"]


def test_a_page_is_100_unless_another_limit_is_given(cast):
    access = cast.access("owner")
    for _ in range(101):
        make_video(access)

    assert len(listed(cast).json()) == 100
    assert len(listed(cast, "&limit=500").json()) == 102
    assert len(listed(cast, "&limit=1").json()) == 1


@pytest.mark.parametrize("query", ["&limit=0", "&limit=501", "&limit=x", "&limit="])
def test_a_limit_is_1_to_500(cast, query):
    assert fields_of(listed(cast, query)) == ["limit"]


def test_what_does_not_fit_is_named(cast):
    assert fields_of(cast.viewer.get("videos")) == ["project_id"]
    assert fields_of(cast.viewer.get("videos?project_id=x")) == ["project_id"]
    assert fields_of(listed(cast, "&cursor=x")) == ["cursor"]
    assert fields_of(listed(cast, "&colour=red")) == ["colour"]
    assert fields_of(listed(cast, f"&project_id={cast.project.id}")) == ["project_id"]


def test_only_those_in_the_project_see_it(cast):
    assert listed(cast, person="guest").status_code == 200
    assert listed(cast, person="outsider").status_code == 404
    assert listed(cast, person="anonymous").status_code == 401
    assert cast.viewer.get(f"videos?project_id={uuid4()}").status_code == 404


def test_what_one_has_is_not_sent_again(cast):
    first = listed(cast)
    again = listed(cast, If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Project-Seq"] == first["X-Project-Seq"] == f"{newest_seq(cast)}"

    begin(cast)

    fresh = listed(cast, If_None_Match=first["ETag"])
    assert (fresh.status_code, len(fresh.json())) == (200, 2)
    assert int(fresh["X-Project-Seq"]) == int(first["X-Project-Seq"]) + 1


def test_one_tag_is_of_one_question(cast):
    assert listed(cast, "&limit=1")["ETag"] != listed(cast, "&limit=2")["ETag"]


def test_its_queries_do_not_grow_with_it(cast):
    with CaptureQueriesContext(connection) as few:
        assert len(listed(cast, "&limit=400").json()) == 1
    for _ in range(50):
        begin(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(listed(cast, "&limit=400").json()) == 51
    with CaptureQueriesContext(connection) as cached:
        assert len(listed(cast, "&limit=400").json()) == 51

    assert len(many) == len(few)
    assert len(cached) < len(many)


@pytest.mark.django_db(transaction=True)
def test_its_seq_is_of_the_very_snapshot_that_is_sent(cast):
    before = newest_seq(cast)

    def add_some(number):
        try:
            for _ in range(12):
                begin(cast, f"{number}")
        finally:
            connection.close()

    seen = set()
    with ThreadPoolExecutor(3) as threads:
        writers = [threads.submit(add_some, number) for number in range(3)]
        while not all(writer.done() for writer in writers):
            answer = listed(cast, "&limit=500")
            assert int(answer["X-Project-Seq"]) - before == len(answer.json()) - 1
            seen.add(answer["X-Project-Seq"])
        for writer in writers:
            writer.result()

    assert len(seen) > 1
    assert len(listed(cast, "&limit=500").json()) == 37


def titles(cast, query):
    answer = listed(cast, query)
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()]


@pytest.fixture
def shelf(cast):
    """Videos of several statuses and decisions, beside the cast's own."""
    access = cast.access("editor")
    make_video(access, title="B", status="ready", review_status="approved")
    make_video(access, title="A", status="failed")
    make_video(access, title="C", status="ready", review_status="changes_requested")


def test_videos_are_filtered_by_status_and_decision(cast, shelf):
    assert titles(cast, "&status=failed") == ["A"]
    assert titles(cast, "&review_status=approved") == ["B"]
    assert titles(cast, "&status=ready&review_status=changes_requested") == ["C"]
    assert titles(cast, "&status=failed&review_status=approved") == []


def test_videos_are_listed_in_the_order_asked_for(cast, shelf):
    assert titles(cast, "&order=title") == ["A", "B", "C", "First cut"]
    assert titles(cast, "&order=-title") == ["First cut", "C", "B", "A"]
    assert titles(cast, "&order=created_at") == ["First cut", "B", "A", "C"]


def test_pages_in_the_order_of_long_titles_follow_one_another(cast):
    for letter in "가나다":
        make_video(cast.access("editor"), title=letter + "🎬" * 199)
    wanted, found = titles(cast, "&order=title"), []
    path = f"videos?project_id={cast.project.id}&order=title&limit=1"
    while path:
        answer = cast.viewer.get(path)
        assert answer.status_code == 200, answer.content
        found += [row["title"] for row in answer.json()]
        path = answer.get("Link", "").removeprefix("<http://testserver").partition(">")[0]

    assert (len(found), found) == (4, wanted)


@pytest.mark.parametrize(
    "query", ["status=done", "review_status=rejected", "order=size", "status=", "review_status="]
)
def test_a_filter_that_there_is_not_is_refused_by_name(cast, query):
    assert fields_of(listed(cast, f"&{query}")) == [query.partition("=")[0]]
