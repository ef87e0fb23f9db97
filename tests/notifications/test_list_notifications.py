"""GET notifications, POST notifications/read, and the preferences."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eventlog.models import Event, Stream
from notifications.models import Mute, Notification, Preferences
from notifications.sweeps import clear_notifications
from projects.actions import create_project
from tests.problems import fields_of
from videoplanet.db.ids import first_id_at

DEFAULTS = {
    "email": {"mentions": "now", "others": "digest", "digest": "daily"},
    "muted_projects": [],
}


@pytest.fixture
def rows(cast, say):
    """Five of the reviewer's, oldest first; the second and the last are read."""
    for number in range(5):
        say("editor", str(number))
    ids = [str(each) for each in Notification.objects.order_by("id").values_list("id", flat=True)]
    answer = cast.reviewer.post("notifications/read", {"ids": [ids[1], ids[4]]})
    assert answer.json() == {"unread_count": 3}
    return ids


def test_unread_ones_come_first_and_the_newest_of_each(cast, rows):
    answer = cast.reviewer.get("notifications")
    wanted = [rows[each] for each in (3, 2, 0, 4, 1)]
    assert [each["id"] for each in answer.json()] == wanted
    assert (answer["X-Unread-Count"], answer["X-User-Seq"]) == ("3", "7")
    assert cast.reviewer.get("notifications", If_None_Match=answer["ETag"]).status_code == 304


def test_pages_neither_repeat_nor_skip(cast, rows):
    seen, path = [], "notifications?limit=2"
    while path:
        answer = cast.reviewer.get(path)
        seen += [each["id"] for each in answer.json()]
        found = re.search(r"<[^>]*/api/v1/([^>]*)>", answer.get("Link", ""))
        path = found and found[1]
    assert seen == [rows[each] for each in (3, 2, 0, 4, 1)]


def test_unchanged_ones_come_once_while_others_are_read(cast, say):
    """What docs/api.md promises of a list that moves; the rest is in one's own stream."""
    for number in range(9):
        say("editor", str(number))
    ids = [
        str(row_id) for row_id in Notification.objects.order_by("id").values_list("id", flat=True)
    ]
    seen, first_seq, path = [], None, "notifications?limit=3"
    to_read = [ids[8], ids[4], ids[0]]  # shown already, in the middle, at the end
    changed = []
    while path:
        answer = cast.reviewer.get(path)
        first_seq = first_seq or int(answer["X-User-Seq"])
        seen += [row["id"] for row in answer.json()]
        if to_read:
            changed.append(to_read.pop(0))
            cast.reviewer.post("notifications/read", {"ids": changed[-1:]})
        found = re.search(r"<[^>]*/api/v1/([^>]*)>", answer.get("Link", ""))
        path = found and found[1]

    still = [row_id for row_id in ids if row_id not in changed]
    assert sorted(row_id for row_id in seen if row_id in still) == still
    later = Event.objects.filter(stream_id=cast.reviewer.user.id, seq__gt=first_seq)
    assert {event.payload["id"] for event in later} == set(changed)


def test_only_unread_or_only_read_ones(cast, rows):
    def ids(query):
        return [each["id"] for each in cast.reviewer.get(f"notifications?{query}").json()]

    assert ids("unread=true") == [rows[3], rows[2], rows[0]]
    assert ids("unread=false") == [rows[4], rows[1]]
    assert fields_of(cast.reviewer.get("notifications?unread=perhaps")) == ["unread"]
    assert fields_of(cast.reviewer.get("notifications?cursor=x")) == ["cursor"]


def test_a_list_takes_the_same_queries_for_many(cast, say):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert cast.reviewer.get("notifications").status_code == 200
        return len(captured)

    say("editor")
    before = queries()
    for _ in range(4):
        say("guest")
    assert queries() == before == 3


def test_each_row_that_is_read_has_one_event_and_twice_is_once(cast, rows, stream):
    before = len(stream("reviewer"))
    for _ in range(2):
        assert cast.reviewer.post("notifications/read", {"all": True}).json()["unread_count"] == 0
    assert cast.reviewer.post("notifications/read", {"ids": [rows[0]]}).status_code == 200

    events = stream("reviewer")[before:]
    assert {each["type"] for each in events} == {"notification.read"}
    assert sorted(each["payload"]["id"] for each in events) == sorted([rows[0], *rows[2:4]])
    listed = {each["id"]: each["read_at"] for each in cast.reviewer.get("notifications").json()}
    assert all(listed[each["payload"]["id"]] == each["payload"]["read_at"] for each in events)


def test_an_old_list_and_the_events_behind_it_are_the_new_list(cast, say, stream):
    say("editor")
    old = cast.reviewer.get("notifications")
    state = {each["id"]: each for each in old.json()}
    say("guest")
    cast.reviewer.post("notifications/read", {"ids": list(state)})

    for event in stream("reviewer")[int(old["X-User-Seq"]) :]:
        state.setdefault(event["payload"]["id"], {}).update(event["payload"])

    fresh = cast.reviewer.get("notifications").json()
    assert state == {each["id"]: each for each in fresh}


@pytest.mark.parametrize(
    "body", [{}, {"ids": []}, {"all": False}, {"all": True, "ids": None}, {"ids": ["x"]}]
)
def test_one_says_which_are_read(cast, body):
    assert cast.reviewer.post("notifications/read", body).status_code == 400


def test_others_notifications_can_not_be_marked(cast, rows):
    answer = cast.editor.post("notifications/read", {"ids": [rows[0]]})
    assert fields_of(answer) == ["ids[0]"]
    unknown = "01985f4e-0000-7000-8000-000000000001"
    answer = cast.reviewer.post("notifications/read", {"ids": [rows[0], unknown]})
    assert fields_of(answer) == ["ids[1]"]
    assert Notification.objects.get(id=rows[0]).unread


def put(person, **changes):
    return person.request("PUT", "notifications/preferences", DEFAULTS | changes)


def test_preferences_begin_with_the_defaults_and_are_replaced(cast):
    assert cast.guest.get("notifications/preferences").json() == DEFAULTS
    given = {
        "email": {"mentions": "digest", "others": "off", "digest": "hourly"},
        "muted_projects": [str(cast.project.id)],
    }
    for _ in range(2):
        answer = put(cast.guest, **given)
        assert (answer.status_code, answer.json()) == (200, given)
    assert cast.guest.get("notifications/preferences").json() == given
    assert put(cast.guest).json() == DEFAULTS
    assert Preferences.objects.count() == 1
    assert not Mute.objects.exists()


def test_only_projects_of_ones_own_are_muted(cast):
    other = create_project(creator=cast.outsider.user, name="Other")
    answer = put(cast.editor, muted_projects=[str(cast.project.id), str(other.id)])
    assert fields_of(answer) == ["muted_projects[1]"]
    assert not Mute.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": {"mentions": "now", "others": "later", "digest": "daily"}}, "email.others"),
        ({"email": {"mentions": "now", "others": "off"}}, "email.digest"),
        ({"email": None}, "email"),
        ({"muted_projects": ["x"]}, "muted_projects[0]"),
        ({"colour": 1}, "colour"),
    ],
)
def test_bad_preferences_are_refused_by_name(cast, change, field):
    assert fields_of(put(cast.editor, **change)) == [field]


def test_what_is_old_goes_and_the_log_says_where_it_begins(cast, rows, say, settings):
    old = timezone.now() - 2 * settings.NOTIFICATIONS_READ_LIFETIME
    older = timezone.now() - 2 * settings.NOTIFICATIONS_LIFETIME
    Notification.objects.filter(id=rows[0]).update(id=first_id_at(older))
    for row in rows[1:3]:  # read; unread
        Notification.objects.filter(id=row).update(id=_earlier(row, old))
    stream = Stream.objects.get(id=cast.reviewer.user.id)
    Event.objects.filter(stream_id=stream.id, seq__lte=4).update(at=old)

    assert clear_notifications() == 2

    assert Notification.objects.filter(user=cast.reviewer.user).count() == 3
    stream.refresh_from_db()
    assert (stream.truncated_through, stream.seq) == (4, 7)
    kept = Event.objects.filter(stream_id=stream.id).order_by("seq")
    assert list(kept.values_list("seq", flat=True)) == [5, 6, 7]
    assert Stream.objects.get(id=cast.project.id).truncated_through == 0
    say("editor")
    assert cast.reviewer.get("notifications")["X-User-Seq"] == "8"


def _earlier(row, moment):
    from uuid import UUID

    return UUID(int=first_id_at(moment).int | UUID(row).int & (1 << 80) - 1)
