"""Frames and timecodes of feedback."""

import pytest

from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from feedbacks.timing import BATCH, NUMBERING, number_feedback, number_now
from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import fields_of
from tests.videos.uploads import complete, put_all, started
from tests.working import make_due, work_of
from videoplanet.db.ids import new_id
from videoplanet.tasks.work import claim, sweep_work
from videos.models import Video

NTSC = "30000/1001"
UNKNOWN = {
    "frame": None,
    "timecode": None,
    "end_frame": None,
    "end_timecode": None,
    "seek_timestamp": None,
    "beyond_end": False,
}


@pytest.fixture
def ntsc_video(cast):
    """A video whose frame rate is known."""
    return make_video(cast.access("editor"), title="Cut", frame_rate=NTSC)


def send(person, video, **fields):
    return person.post("feedbacks", {"video_id": str(video.id), "content": "Too dark"} | fields)


def given(person, video, **fields):
    answer = send(person, video, **fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def moment(feedback):
    names = ("timestamp", "frame", "timecode", "end_timestamp", "end_frame", "end_timecode")
    return tuple(feedback[name] for name in names)


def know(video, rate=NTSC, **fields):
    """Do what the probe does."""
    Video.objects.filter(id=video.id).update(frame_rate=rate, **fields)


def test_a_timestamp_names_its_frame(cast, ntsc_video):
    assert moment(given(cast.reviewer, ntsc_video, timestamp=60.06)) == (
        *(60.06, 1800, "00:01:00;02"),
        *(None, None, None),
    )


def test_a_frame_is_given_in_place_of_a_timestamp(cast, ntsc_video):
    feedback = given(cast.reviewer, ntsc_video, frame=1800)

    # A microsecond inside: Chromium would show frame 1799 at 60.06.
    assert moment(feedback)[:3] == (60.060001, 1800, "00:01:00;02")
    assert cast.viewer.get(f"feedbacks/{feedback['id']}").json() == feedback
    assert given(cast.reviewer, ntsc_video, frame=0)["timestamp"] == 0


@pytest.mark.parametrize("rate", ["24000/1001", "25", NTSC, "60000/1001", "60"])
def test_a_frame_comes_back_as_it_was_given(cast, ntsc_video, rate):
    know(ntsc_video, rate)
    for frame in (1, 2, 1001, 107_891, 431_567):
        first = given(cast.reviewer, ntsc_video, frame=frame)
        again = given(cast.reviewer, ntsc_video, timestamp=first["timestamp"])
        assert (first["frame"], moment(again)) == (frame, moment(first))


def test_timecodes_go_on_from_the_files_own(cast, ntsc_video):
    know(ntsc_video, "25", start_timecode="10:00:00:00")

    assert given(cast.reviewer, ntsc_video, frame=26)["timecode"] == "10:00:01:01"


def test_both_are_taken_where_they_say_the_same(cast, ntsc_video):
    assert given(cast.reviewer, ntsc_video, frame=1800, timestamp=60.08)["timestamp"] == 60.08
    assert fields_of(send(cast.reviewer, ntsc_video, frame=1801, timestamp=60.08)) == ["frame"]


def test_one_of_the_two_is_needed(cast, ntsc_video):
    answer = send(cast.reviewer, ntsc_video)

    assert fields_of(answer) == ["timestamp"]
    assert answer.json()["errors"][0]["code"] == "required"


def test_a_frame_is_refused_while_the_rate_is_not_known(cast):
    answer = send(cast.reviewer, cast.video, frame=3)

    assert fields_of(answer) == ["frame"]
    assert answer.json()["errors"][0]["code"] == "rate_unknown"
    assert fields_of(send(cast.reviewer, cast.video, timestamp=1, end_frame=90)) == ["end_frame"]
    assert given(cast.reviewer, cast.video, timestamp=1).items() >= UNKNOWN.items()


@pytest.mark.parametrize("frame", [-1, 1.5, "1", None, True, 2**31, 86400 * 30])
def test_a_bad_frame_is_refused_by_name(cast, ntsc_video, frame):
    assert fields_of(send(cast.reviewer, ntsc_video, frame=frame)) == ["frame"]


def test_an_end_makes_it_a_range(cast, ntsc_video):
    assert moment(given(cast.reviewer, ntsc_video, timestamp=0, end_timestamp=60.06)) == (
        *(0, 0, "00:00:00;00"),
        *(60.06, 1800, "00:01:00;02"),
    )
    assert moment(given(cast.reviewer, ntsc_video, frame=30, end_frame=1800)) == (
        *(1.001001, 30, "00:00:01;00"),
        *(60.060001, 1800, "00:01:00;02"),
    )
    assert given(cast.reviewer, cast.video, timestamp=5, end_timestamp=5)["end_timestamp"] == 5
    assert (
        given(cast.reviewer, ntsc_video, timestamp=5, end_timestamp=None)["end_timestamp"] is None
    )


def test_a_range_of_one_frame_may_begin_inside_of_it(cast, ntsc_video):
    feedback = given(cast.reviewer, ntsc_video, timestamp=60.08, end_frame=1800)

    assert moment(feedback)[3:] == (60.08, 1800, "00:01:00;02")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"timestamp": 5, "end_timestamp": 4.999}, "end_timestamp"),
        ({"timestamp": 5, "end_timestamp": 86400.1}, "end_timestamp"),
        ({"timestamp": 5, "end_timestamp": "6"}, "end_timestamp"),
        ({"frame": 30, "end_frame": 29}, "end_frame"),
        ({"frame": 30, "end_frame": 31, "end_timestamp": 60}, "end_frame"),
    ],
)
def test_a_bad_end_is_refused_by_name(cast, ntsc_video, fields, field):
    assert fields_of(send(cast.reviewer, ntsc_video, **fields)) == [field]


def test_feedback_given_before_the_rate_was_known_is_numbered(cast):
    early = given(cast.reviewer, cast.video, timestamp=60.06, end_timestamp=61)
    tag = cast.viewer.get(f"feedbacks/{early['id']}")["ETag"]
    before = newest_seq(cast)
    know(cast.video)

    assert number_feedback(cast.video.id) == 1

    fresh = cast.viewer.get(f"feedbacks/{early['id']}", If_None_Match=tag)
    assert moment(fresh.json())[1:] == (1800, "00:01:00;02", 61, 1828, "00:01:01;00")
    [event] = events_since(cast, before)
    assert (event["type"], event["actor"]) == ("feedback.updated", None)
    assert event["payload"] == fresh.json()


@pytest.mark.django_db(transaction=True)
def test_the_worker_numbers_it_as_soon_as_it_knows_the_rate(worker, cast, samples):
    content = samples["webm"].read_bytes()
    video = started(cast.editor, cast.project, len(content))
    body = {"video_id": video["id"], "content": "x", "timestamp": 1}
    assert cast.reviewer.post("feedbacks", body).json()["frame"] is None

    complete(cast.editor, video, put_all(video["upload"], content))

    worker.wait_for(lambda: Feedback.objects.get().frame == 25)


def test_numbering_again_changes_nothing(cast):
    given(cast.reviewer, cast.video, timestamp=1)
    know(cast.video)
    number_feedback(cast.video.id)
    before = newest_seq(cast)

    assert number_feedback(cast.video.id) == 0
    assert events_since(cast, before) == []


def test_another_rate_numbers_anew_and_none_leaves_what_there_is(cast):
    feedback = given(cast.reviewer, cast.video, timestamp=1)
    for rate, frame in (("25", 25), ("50", 50), (None, 50)):
        know(cast.video, rate)
        number_feedback(cast.video.id)
        assert Feedback.objects.get(id=feedback["id"]).frame == frame


def test_numbering_refuses_nobodys_edit(cast):
    path = f"feedbacks/{given(cast.reviewer, cast.video, timestamp=1)['id']}"
    tag = cast.reviewer.get(path)["ETag"]
    know(cast.video)
    number_feedback(cast.video.id)

    assert cast.reviewer.patch(path, {"content": "Dark"}, If_Match=tag).status_code == 200


def test_more_than_a_batch_is_numbered_row_by_row(cast):
    count = BATCH + 3
    Feedback.objects.bulk_create(
        Feedback(
            project=cast.project,
            video=cast.video,
            user=cast.reviewer.user,
            video_timestamp=number // 7,
            content="x",
        )
        for number in range(count)
    )
    before = newest_seq(cast)
    know(cast.video, "25")

    assert number_feedback(cast.video.id) == count

    assert newest_seq(cast) == before + count
    assert all(
        each.frame == each.video_timestamp * 25 for each in Feedback.objects.all().iterator()
    )


def test_a_video_that_is_gone_has_nothing_to_number(cast):
    assert number_feedback(new_id()) == 0


@pytest.mark.parametrize("rate", [None, "", "0/0"])
def test_feedback_has_no_frames_without_a_usable_rate(cast, rate):
    given(cast.reviewer, cast.video, timestamp=1)
    know(cast.video, rate)

    assert number_feedback(cast.video.id) == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_given_as_the_rate_became_known_is_numbered(worker, cast):
    """Whoever numbered at that moment did not see it yet."""
    video = make_video(cast.access("editor"), status="processing")
    number_now(video.id)
    worker.wait_for(lambda: not work_of(NUMBERING, video.id))
    create_feedback(access=cast.access("reviewer"), video=video, video_timestamp=1, content="x")
    know(video)
    assert sweep_work() == 0
    make_due(NUMBERING)

    assert sweep_work() == 1

    worker.wait_for(lambda: Feedback.objects.get().frame == 29)
    worker.wait_for(lambda: not work_of(NUMBERING, video.id))


def test_what_is_given_while_a_worker_numbers_is_numbered_after(cast):
    video = make_video(cast.access("editor"), status="processing")
    given(cast.reviewer, video, timestamp=1)
    held = claim(NUMBERING, video.id)
    given(cast.reviewer, video, timestamp=2)

    held.finish()

    assert claim(NUMBERING, video.id)


def test_nothing_is_numbered_later_once_a_rate_is_known_or_never_will_be(cast, ntsc_video):
    failed = make_video(cast.access("editor"), status="failed")
    know(ntsc_video, status="processing")
    for video in (ntsc_video, failed):
        given(cast.reviewer, video, timestamp=1)

        assert not work_of(NUMBERING, video.id)


def test_of_a_variable_rate_the_nominal_one_counts(cast, ntsc_video):
    know(ntsc_video, "25", variable_frame_rate=True)

    assert moment(given(cast.reviewer, ntsc_video, timestamp=10.01))[:3] == (
        10.01,
        250,
        "00:00:10:00",
    )
    assert cast.viewer.get(f"videos/{ntsc_video.id}").json()["variable_frame_rate"] is True


def test_players_learn_where_to_seek_to(cast, ntsc_video):
    feedback = given(cast.reviewer, ntsc_video, frame=1800)

    assert feedback["seek_timestamp"] == pytest.approx(1800.5 * 1001 / 30_000, abs=1e-9)
    know(ntsc_video, "25", variable_frame_rate=True)
    assert given(cast.reviewer, ntsc_video, timestamp=2)["seek_timestamp"] == pytest.approx(2.00004)


@pytest.mark.parametrize(
    ("fields", "beyond"),
    [
        ({"timestamp": 0}, False),
        ({"timestamp": 9.999}, False),
        ({"timestamp": 10}, False),  # where a player stands at the end
        ({"timestamp": 10.04}, True),
        ({"timestamp": 86_400}, True),
        ({"frame": 251}, True),
        ({"timestamp": 1, "end_timestamp": 11}, True),
    ],
)
def test_feedback_beyond_the_end_says_so(cast, ntsc_video, fields, beyond):
    know(ntsc_video, "25", duration=10.0)

    assert given(cast.reviewer, ntsc_video, **fields)["beyond_end"] is beyond


def test_feedback_given_early_learns_that_it_is_beyond_the_end(cast):
    early = given(cast.reviewer, cast.video, timestamp=60)
    know(cast.video, duration=10.0)

    number_feedback(cast.video.id)

    assert cast.viewer.get(f"feedbacks/{early['id']}").json()["beyond_end"] is True


def test_timecodes_count_on_beyond_24_hours(cast, ntsc_video):
    know(ntsc_video, "25")

    assert given(cast.reviewer, ntsc_video, timestamp=86_400)["timecode"] == "24:00:00:00"
