"""GET feedbacks."""

import re

import pytest
from django.core.cache import cache

from feedbacks.actions import change_feedback, create_feedback
from feedbacks.models import Feedback
from tests.conftest import make_video
from tests.problems import assert_problem, fields_of
from videoplanet.instruments import CACHE_READS


@pytest.fixture
def path(cast):
    return f"feedbacks?project_id={cast.project.id}"


def give(cast, name="reviewer", *, video=None, at=1.0, content="x", **more):
    return create_feedback(
        access=cast.access(name),
        video=video or cast.video,
        video_timestamp=at,
        content=content,
        **more,
    )


def contents(answer):
    assert answer.status_code == 200, answer.content
    return [each["content"] for each in answer.json()]


def test_an_empty_project_has_an_empty_list(cast, path):
    assert contents(cast.viewer.get(path)) == []


def test_the_project_is_required_and_must_be_seen(cast, path):
    assert fields_of(cast.viewer.get("feedbacks")) == ["project_id"]
    assert fields_of(cast.viewer.get("feedbacks?project_id=x")) == ["project_id"]
    assert_problem(cast.outsider.get(path), 404, "not_found")


def test_each_filter_narrows(cast, path):
    second = make_video(cast.access("editor"), title="Second cut")
    give(cast, content="a", at=1, priority="high", tags=["색감", "night"])
    give(cast, "guest", content="b", at=5, tags=["night"])
    give(cast, content="c", at=9, video=second, assignee=cast.editor.user.id)
    middle = Feedback.objects.get(content="b")
    change_feedback(
        access=cast.access("owner"), feedback_id=middle.id, changes={"status": "resolved"}
    )
    changed = Feedback.objects.get(content="b").updated_at.isoformat().replace("+00:00", "Z")

    for query, expected in {
        f"video_id={second.id}": "c",
        "status=resolved": "b",
        "status=resolved&status=open": "abc",
        "priority=high": "a",
        "tag=night": "ab",
        "tag=night&tag=색감": "a",
        f"author={cast.guest.user.id}": "b",
        f"assignee={cast.editor.user.id}": "c",
        "timestamp_from=5": "bc",
        "timestamp_to=5": "ab",
        "timestamp_from=2&timestamp_to=8": "b",
        f"updated_since={changed}": "b",
        f"author={cast.outsider.user.id}": "",
    }.items():
        assert "".join(contents(cast.viewer.get(f"{path}&{query}"))) == expected, query


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("하늘", ["하늘이 너무 어두워요"]),
        ("어두워 하늘", ["하늘이 너무 어두워요"]),
        ("하", ["하늘이 너무 어두워요"]),
        ("늘", ["하늘이 너무 어두워요"]),
        ("두워", ["하늘이 너무 어두워요"]),
        ("워요", ["하늘이 너무 어두워요"]),
        ("늘너", []),
        ("e", ["Too dark here, 100% sure_"]),
        ("RE", ["Too dark here, 100% sure_"]),
        ("re,", ["Too dark here, 100% sure_"]),
        ("darker", []),
        ("'", []),
        ("\\", []),
        ("' |", []),
        ("DARK", ["Too dark here, 100% sure_"]),
        ("100%", ["Too dark here, 100% sure_"]),
        ("sure_", ["Too dark here, 100% sure_"]),
        ("%", ["Too dark here, 100% sure_"]),
        ("\u1112\u1161\u1102\u1173\u11af", ["하늘이 너무 어두워요"]),
        ("nothing", []),
    ],
)
def test_words_are_found_in_any_language_and_taken_literally(cast, path, words, found):
    give(cast, content="하늘이 너무 어두워요")
    give(cast, content="Too dark here, 100% sure_")

    assert contents(cast.viewer.get(f"{path}&q={words.replace('%', '%25')}")) == found


@pytest.mark.parametrize("word", ["dark", "어두워", "어둡", "k"])
def test_frequent_words_are_found_in_texts_and_in_comments_as_rare_ones_are(cast, path, word):
    shot = give(cast, content="The sky")
    said = {"feedback_id": str(shot.id), "content": "어두워 어둡다 dark"}
    assert cast.editor.post("comments", said).status_code == 201
    rare = contents(cast.viewer.get(f"{path}&q={word}"))
    Feedback.objects.bulk_create(
        Feedback(
            project=cast.project,
            video=cast.video,
            user=cast.owner.user,
            video_timestamp=1,
            content=f"{number} 어두워 어둡다 dark" if number % 2 else f"{number} bright",
        )
        for number in range(200)
    )

    frequent = contents(cast.viewer.get(f"{path}&q={word}&limit=500"))
    first = contents(cast.viewer.get(f"{path}&q={word}&limit=3&order=-created_at"))

    assert rare == ["The sky"]
    assert frequent == ["The sky", *(f"{n} 어두워 어둡다 dark" for n in range(1, 200, 2))]
    assert first == frequent[:-4:-1]


def test_each_order_goes_both_ways(cast, path):
    first = give(cast, content="a", at=9)
    give(cast, content="b", at=5)
    change_feedback(access=cast.access("owner"), feedback_id=first.id, changes={"priority": "low"})

    for order, expected in {
        "created_at": "ab",
        "timestamp": "ba",
        "updated_at": "ba",
    }.items():
        assert "".join(contents(cast.viewer.get(f"{path}&order={order}"))) == expected
        backwards = "".join(contents(cast.viewer.get(f"{path}&order=-{order}")))
        assert backwards == expected[::-1]


def next_page(answer):
    found = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
    return found and found[1].removeprefix("http://testserver")


@pytest.mark.parametrize("order", ["timestamp", "-timestamp", "created_at", "-updated_at"])
def test_pages_neither_repeat_nor_skip_while_others_write(cast, path, order):
    for number in range(7):
        give(cast, content=str(number), at=number // 3)
    seen, url = [], f"{path}&order={order}&limit=2"

    while url:
        answer = cast.viewer.get(url)
        seen += contents(answer)
        give(cast, content="new", at=86400 if order == "timestamp" else 0)
        url = next_page(answer)
        if len(seen) > 20:
            break

    old = [each for each in seen if each != "new"]
    assert sorted(old) == [str(number) for number in range(7)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("cursor=%00", "cursor"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WzEsMl0", "cursor"),
        ("status=done", "status[0]"),
        ("order=name", "order"),
        ("timestamp_from=-1", "timestamp_from"),
        ("timestamp_from=nan", "timestamp_from"),
        ("updated_since=yesterday", "updated_since"),
        ("q=", "q"),
        ("q=a%00b", "q"),
        ("colour=red", "colour"),
        ("order=timestamp&order=created_at", "order"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(cast, path, query, field):
    assert fields_of(cast.viewer.get(f"{path}&{query}")) == [field]


def test_a_cursor_of_another_order_is_refused(cast, path):
    for number in range(3):
        give(cast, content=str(number))
    cursor = next_page(cast.viewer.get(f"{path}&limit=1")).partition("cursor=")[2]

    assert fields_of(cast.viewer.get(f"{path}&order=timestamp&cursor={cursor}")) == ["cursor"]


def test_a_lists_queries_do_not_grow_with_its_length(cast, path, django_assert_num_queries):
    give(cast)
    with django_assert_num_queries(2):  # the user with the access, the page
        assert len(cast.viewer.get(path).json()) == 1
    for number in range(20):
        one = give(cast, content=str(number), assignee=cast.editor.user.id)
        cast.guest.post(f"feedbacks/{one.id}/reactions", {"emoji": "🎬"})
        cast.guest.post("comments", {"feedback_id": str(one.id), "content": "Yes"})
    with django_assert_num_queries(2):
        assert len(cast.viewer.get(f"{path}&limit=50").json()) == 21
    with django_assert_num_queries(2):  # likewise
        assert len(cast.viewer.get(path).json()) == 21


def test_a_list_says_where_it_comes_from(cast, path):
    give(cast)
    sources = [cast.viewer.get(path)["Cache-Status"] for _ in range(2)]
    give(cast)
    sources.append(cast.viewer.get(path)["Cache-Status"])

    assert sources == ["lists; fwd=uri-miss", "lists; hit", "lists; fwd=stale"]


def rows_of_lists():
    """Return how many rows came from the cache of lists, and how many were read."""
    [family] = CACHE_READS.collect()
    found = {(one.name, *one.labels.values()): one.value for one in family.samples}
    return [found.get((f"{family.name}_total", "rows", result), 0) for result in ("hit", "miss")]


@pytest.mark.django_db(transaction=True)  # rows of a transaction that goes on are always read
def test_of_a_changed_list_only_changed_rows_are_read(cast, path):
    one, *_others = [give(cast) for _ in range(3)]
    hits, misses = rows_of_lists()
    cast.viewer.get(path)
    cast.viewer.get(path)
    cast.reviewer.patch(f"feedbacks/{one.id}", {"priority": "high"})
    cast.viewer.get(path)

    assert rows_of_lists() == [hits + 3 + 2, misses + 3 + 1]


def test_an_unchanged_list_is_a_304_and_comes_from_the_cache(cast, path, django_assert_num_queries):
    give(cast)
    answer = cast.viewer.get(path)

    with django_assert_num_queries(1):
        again = cast.viewer.get(path)
    with django_assert_num_queries(1):
        known = cast.viewer.get(path, If_None_Match=answer["ETag"])

    assert again.content == answer.content
    assert (known.status_code, known.content) == (304, b"")
    assert known["ETag"] == answer["ETag"]


def test_a_cached_list_is_never_stale(cast, path):
    one = give(cast)
    before = cast.viewer.get(path)
    changes = [
        lambda: cast.reviewer.patch(f"feedbacks/{one.id}", {"priority": "high"}),
        lambda: cast.guest.post(f"feedbacks/{one.id}/reactions", {"emoji": "🎬"}),
        lambda: cast.guest.post("comments", {"feedback_id": str(one.id), "content": "Yes"}),
        lambda: cast.reviewer.patch("users/me", {"name": "New name"}),
        lambda: cast.reviewer.delete(f"feedbacks/{one.id}"),
    ]
    for change in changes:
        assert change().status_code < 300
        after = cast.viewer.get(path, If_None_Match=before["ETag"])
        assert after.status_code == 200
        assert after.content != before.content
        cache.clear()
        assert cast.viewer.get(path).content == after.content
        before = after


def test_the_seq_of_a_list_is_that_of_its_rows(cast, path):
    give(cast)
    answer = cast.viewer.get(path)

    assert (
        answer["X-Project-Seq"] == cast.viewer.get(f"projects/{cast.project.id}")["X-Project-Seq"]
    )
