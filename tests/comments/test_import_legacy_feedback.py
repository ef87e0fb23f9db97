"""manage.py import_legacy_feedback."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from comments.legacy import MAX_LINE
from comments.legacy_import import BATCH_ROWS, IMPORT, IMPORT_ID
from comments.models import FeedbackComment, LegacyAuthor
from devstack.engines import CHECKOUT
from feedbacks.models import Feedback
from projects.actions import create_project
from projects.models import Project
from tests.conftest import make_video
from tests.events import events_since, newest_seq
from tests.problems import assert_problem
from tests.waiting import eventually
from tests.worker import environment
from users.models import User
from videoplanet.tasks.exclusive import exclusive
from videos.models import Video

TIME = "2024-05-01T09:00:00+09:00"


def comment(id, parent_id=None, **fields):
    return {
        "id": id,
        "parent_id": parent_id,
        "user_email": "mina@old.example",
        "user_name": "미나",
        "content": f"comment {id}",
        "created_at": TIME,
    } | fields


def line(cast, id=1, **fields):
    return {
        "id": id,
        "project": str(cast.project.id),
        "video": str(cast.video.id),
        "user_email": "Jun@Old.example",
        "user_name": "준",
        "content": "Too dark timestamp: 12.5 here",
        "created_at": TIME,
        "comments": [],
    } | fields


@pytest.fixture
def write(tmp_path):
    """Write lines (objects, or raw text) to a file and return its path."""

    def to_file(*lines):
        path = tmp_path / "old.jsonl"
        texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        path.write_text("\n".join(texts) + "\n")
        return path

    return to_file


def run(path, *options):
    """Run the command and return the lines of its report, the last of which sums up."""
    out = StringIO()
    call_command("import_legacy_feedback", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def imported(feedback, comments=0, there=0, not_read=0):
    return (
        f"{feedback} feedbacks and {comments} comments imported, {there} there already,"
        f" {not_read} lines not read"
    )


def listed(cast):
    return cast.viewer.get(f"feedbacks?project_id={cast.project.id}").json()


def test_feedback_comes_with_its_author_moment_and_comments(cast, write):
    path = write(line(cast, comments=[comment(7), comment(8, 7, content="답글")]))

    assert run(path) == [imported(1, 2)]

    [feedback] = listed(cast)
    assert feedback["content"] == "Too dark timestamp: 12.5 here"
    assert (feedback["timestamp"], feedback["status"]) == (12.5, "open")
    assert feedback["created_at"] == feedback["updated_at"] == "2024-05-01T00:00:00.000000Z"
    assert (feedback["user"]["name"], feedback["user"]["email"]) == ("준", None)
    assert feedback["comments_count"] == 2
    [root] = cast.viewer.get(f"comments?feedback_id={feedback['id']}").json()
    assert (root["content"], root["user"]["name"]) == ("comment 7", "미나")
    assert [reply["content"] for reply in root["replies"]] == ["답글"]
    assert cast.viewer.get(f"feedbacks/{feedback['id']}").json() == feedback


@pytest.mark.parametrize(
    ("content", "seconds", "is_noted"),
    [
        ("Too dark", 0, False),
        ("timestamp:12.5", 12.5, False),
        ("at timestamp: 7 and timestamp: 9", 7, False),
        ("timestamp:\n3e1", 30, False),
        ("timestamp: 86400", 86400, False),
        ("timestamp: -0", 0, False),
        ("timestamp:", 0, True),
        ("timestamp: soon", 0, True),
        ("timestamp: 1:30", 0, True),
        ("timestamp: 12.5s", 0, True),
        ("timestamp: -1", 0, True),
        ("timestamp: 86401", 0, True),
        ("timestamp: nan", 0, True),
        ("timestamp: inf", 0, True),
        ("Timestamp: 5", 0, False),
    ],
)
def test_a_moment_is_read_from_the_text(cast, write, content, seconds, is_noted):
    *notes, _sums = run(write(line(cast, content=content)))

    assert listed(cast)[0]["timestamp"] == seconds
    assert len(notes) == is_noted
    assert all("is no moment of a video" in note for note in notes)


def test_frames_are_computed_where_the_rate_is_known(cast, write):
    Video.objects.filter(id=cast.video.id).update(frame_rate="25")
    run(write(line(cast)))

    assert (listed(cast)[0]["frame"], listed(cast)[0]["timecode"]) == (312, "00:00:12:12")


def test_an_author_with_an_account_is_that_account(cast, write):
    run(write(line(cast, user_email="Outsider@Example.com", user_name="Someone")))

    assert listed(cast)[0]["user"]["id"] == str(cast.outsider.user.id)
    assert not LegacyAuthor.objects.exists()


def test_an_author_without_one_can_neither_log_in_nor_be_written_to(cast, write):
    run(write(line(cast, comments=[comment(1, user_email="jun@old.example")])))

    author = LegacyAuthor.objects.get().user
    assert (author.kind, author.is_active, author.email, author.contact_email) == (
        *("guest", False, None, ""),
    )
    assert not author.has_usable_password()
    assert not author.memberships.exists()


def test_an_author_may_sign_up_later_and_is_known_from_then_on(cast, write):
    run(write(line(cast)))
    new = {"email": "jun@old.example", "password": "correct horse battery", "name": "Jun"}
    assert cast.anonymous.post("auth/signup", new).status_code == 401  # a code was sent
    user = User.objects.get(email="jun@old.example")
    assert run(write(line(cast, 2))) == [imported(1)]  # nobody confirmed the address yet
    assert Feedback.objects.get(legacy_id="2").user != user

    user.emailaddress_set.update(verified=True)
    run(write(line(cast, 3)))

    assert Feedback.objects.get(legacy_id="3").user == user


def test_authors_without_an_address_are_known_by_their_name(cast, write):
    nameless = {"user_email": None, "user_name": "준"}
    run(write(line(cast, 1, **nameless), line(cast, 2, **nameless), line(cast, 3, user_name="")))

    assert [each["user"]["name"] for each in listed(cast)] == ["준", "준", "Jun"]
    assert LegacyAuthor.objects.count() == 2


def test_again_is_nothing_new(cast, write):
    path = write(line(cast, comments=[comment(1)]), line(cast, "two"))
    run(path)
    before = newest_seq(cast)

    assert run(path) == [imported(0, there=2)]
    assert run(write(line(cast, 3), line(cast, 3), line(cast))) == [imported(1, there=2)]

    assert (Feedback.objects.count(), FeedbackComment.objects.count()) == (3, 1)
    assert newest_seq(cast) == before + 1


def test_a_dry_run_reports_and_writes_nothing(cast, write):
    before = newest_seq(cast)
    path = write(line(cast, comments=[comment(1)]), "nonsense")

    bad, sums = run(path, "--dry-run")

    assert bad.startswith("line 2: not read: not JSON")
    assert sums.startswith("1 feedbacks and 1 comments would be imported")
    assert not Feedback.objects.exists()
    assert not LegacyAuthor.objects.exists()
    assert newest_seq(cast) == before


def bad_lines(cast):
    good = line(cast)
    return [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('"x"', "not a JSON object"),
        *(
            (json.dumps({k: v for k, v in good.items() if k != name}), f"{name}: missing")
            for name in ("id", "project", "video", "content", "created_at")
        ),
        (good | {"id": True}, "id: not a text"),
        (good | {"id": " "}, "id: empty"),
        (good | {"id": "x" * 101}, "id: longer than 100"),
        (good | {"content": " "}, "content: empty"),
        (good | {"content": "a\0"}, "content: has a NUL"),
        (good | {"content": 5}, "content: not a text"),
        (good | {"created_at": "yesterday"}, "created_at: 'yesterday' is no"),
        (good | {"created_at": "0001-01-01T00:00:00+09:00"}, "created_at: "),
        (good | {"user_email": None, "user_name": "\u200b"}, "neither user_email"),
        (good | {"user_email": "x" * 321}, "user_email: longer"),
        (good | {"comments": {}}, "comments: not a list"),
        (good | {"project": "Nowhere"}, "project: none is called 'Nowhere'"),
        (good | {"video": "Nothing"}, "video: none is called 'Nothing'"),
        (good | {"video": str(cast.project.id)}, "video: none is called"),
        ('{"content": "\\ud800"}', "not JSON"),
        ("x" * (MAX_LINE + 5), "longer than 8 MiB"),
    ]


def test_each_line_that_can_not_be_read_is_reported(cast, write):
    bad = bad_lines(cast)
    path = write(*(text for text, _reason in bad), "", line(cast))

    *report, sums = run(path)

    assert sums == imported(1, not_read=len(bad))
    for number, (said, (_text, reason)) in enumerate(zip(report, bad, strict=True), 1):
        assert said.startswith(f"line {number}: not read: {reason}"), said


def test_a_file_may_begin_with_a_mark_and_lack_its_last_line_end(cast, tmp_path):
    path = tmp_path / "old.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(line(cast)).encode())

    assert run(path) == [imported(1)]


def thread(cast):
    [feedback] = listed(cast)
    return cast.viewer.get(f"comments?feedback_id={feedback['id']}").json()


def test_replies_may_stand_before_what_they_answer(cast, write):
    run(write(line(cast, comments=[comment(3, 2), comment(2, 1), comment(1)])))

    [root] = thread(cast)
    assert root["content"] == "comment 1"
    assert root["replies"][0]["replies"][0]["content"] == "comment 3"


def test_a_reply_too_deep_stands_beside_the_one_it_answers(cast, write):
    deep = [comment(number, number - 1 or None) for number in range(1, 8)]
    run(write(line(cast, comments=deep)))

    depths = dict(FeedbackComment.objects.values_list("legacy_id", "depth"))
    assert depths == {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 5, "7": 5}
    assert {each.root.legacy_id for each in FeedbackComment.objects.exclude(root=None)} == {"1"}


def test_what_is_wrong_with_a_comment_is_reported_and_the_rest_stays(cast, write):
    odd = [
        comment(1, 99),
        comment(2, content=""),
        comment(3, 2),
        comment(4, 5),
        comment(5, 4),
        comment(4),
        "x",
    ]

    *notes, sums = run(write(line(cast, comments=odd)))

    assert sums == imported(1, 4)
    assert {note.removeprefix("line 1: ") for note in notes} == {
        "comments[1] is left out: content: empty",
        "comments[5] is left out: its id 4 came before",
        "comments[6] is left out: not a JSON object",
        "comment 1 begins a thread: there is no 99 above",
        "comment 3 begins a thread: there is no 2 above",
        "comment 5 begins a thread: there is no 4 above",
    }
    assert [root["content"][-1] for root in thread(cast)] == ["1", "3", "5"]


def test_projects_and_videos_are_found_by_id_or_by_name(cast, write):
    named = {"project": "Spring film", "video": "First cut"}
    assert run(write(line(cast, 1), line(cast, 2, **named))) == [imported(2)]

    create_project(creator=cast.outsider.user, name="Spring film")
    make_video(cast.access("owner"), title="First cut")
    both, video, _sums = run(
        write(line(cast, 3, **named), line(cast, 4, **named | {"project": str(cast.project.id)}))
    )

    assert both.endswith("project: several are called 'Spring film'")
    assert video.endswith("video: several are called 'First cut'")


def test_of_versions_with_one_title_the_oldest_is_meant(cast, write):
    make_video(cast.access("owner"), title="First cut", first=cast.video.id, version=2)

    run(write(line(cast, video="First cut")))

    assert listed(cast)[0]["video_id"] == str(cast.video.id)


def test_all_lines_can_be_for_one_project(cast, write):
    path = write(line(cast, project="17", video="First cut"))

    assert run(path, "--project", str(cast.project.id)) == [imported(1)]


def test_the_log_begins_anew_behind_an_import(cast, write):
    path = f"projects/{cast.project.id}/events"
    before, tag = newest_seq(cast), cast.viewer.get(f"feedbacks?project_id={cast.project.id}")
    run(write(line(cast), line(cast, 2)))

    for old in ("", "?after=0", f"?after={before}"):
        assert_problem(cast.viewer.get(path + old), 410, "log_pruned")
    fresh = cast.viewer.get(f"feedbacks?project_id={cast.project.id}", If_None_Match=tag["ETag"])
    assert (fresh.status_code, len(fresh.json())) == (200, 2)
    floor = int(fresh["X-Project-Seq"])
    assert floor == before + 1
    assert events_since(cast, floor) == []

    cast.reviewer.post(
        "feedbacks", {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    )

    assert [event["seq"] for event in events_since(cast, floor)] == [floor + 1]


def test_other_projects_keep_their_log(cast, write):
    other = create_project(creator=cast.owner.user, name="Other")
    run(write(line(cast)))

    assert cast.owner.get(f"projects/{other.id}/events").status_code == 200


def test_an_import_is_taken_back(cast, write, feedback):
    path = write(line(cast, comments=[comment(1)]), line(cast, 2, user_email="editor@example.com"))
    run(path)
    cast.guest.post(
        "comments", {"feedback_id": str(Feedback.objects.get(legacy_id="2").id), "content": "Yes"}
    )
    users = User.objects.count()

    assert run(path, "--revert", "--dry-run")[0].startswith("2 feedbacks would be deleted")
    assert run(path, "--revert") == [
        "2 feedbacks deleted, 2 authors forgotten, 0 not there, 0 lines not read"
    ]

    assert [each["id"] for each in listed(cast)] == [str(feedback.id)]
    assert not FeedbackComment.objects.exists()
    assert User.objects.count() == users - 2
    assert run(path, "--revert")[0].startswith("0 feedbacks deleted, 0 authors forgotten, 2 not")
    assert run(path) == [imported(2, 1)]


def test_an_author_of_whom_something_is_left_stays(cast, write):
    run(write(line(cast, 1)))
    path = write(line(cast, 2))
    run(path)

    run(path, "--revert")

    assert [each["user"]["name"] for each in listed(cast)] == ["준"]


def test_what_is_not_there_is_said(cast, tmp_path, write):
    with pytest.raises(CommandError, match="there is no file"):
        run(tmp_path / "nothing")
    with pytest.raises(CommandError, match="there is no project"):
        run(write(), "--project", str(cast.video.id))
    with pytest.raises(CommandError, match="is no id"):
        run(write(), "--project", "17")


def test_progress_is_said_aside(cast, write):
    aside = StringIO()
    path = write(line(cast))
    call_command("import_legacy_feedback", str(path), stdout=StringIO(), stderr=aside)

    assert aside.getvalue().startswith("#" * 30 + " 100%  1 lines, ")


def command(path):
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_legacy_feedback", str(path)],
        cwd=CHECKOUT,
        env=os.environ | environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_one_that_is_killed_is_run_again_without_doubles(cast, write):
    count = 10 * BATCH_ROWS
    path = write(*(line(cast, n, comments=[comment(n)]) for n in range(count)))
    process = command(path)
    eventually(Feedback.objects.count, seconds=60)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    left = Feedback.objects.count()
    assert 0 < left < count
    assert left % BATCH_ROWS == 0
    assert FeedbackComment.objects.count() == left

    def again():
        said = command(path).communicate()[0]
        # The dead process's claim ends after some seconds.
        return None if "another import is running" in said else said.splitlines()

    assert eventually(again, seconds=60)[-1] == imported(count - left, count - left, there=left)
    assert Feedback.objects.values("legacy_id").distinct().count() == count
    assert Project.objects.get().feedbacks.count() == count


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_too_many(cast, write):
    with exclusive(IMPORT, IMPORT_ID, wait=0):
        output = command(write(line(cast))).communicate()[0]
    connections.close_all()

    assert "another import is running" in output
    assert not Feedback.objects.exists()
