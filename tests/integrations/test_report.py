"""`format=pdf`: a report to print, read back by pypdf."""

import io
import re
from dataclasses import replace

import pypdf
import pytest
from PIL import Image

from comments.actions import add_comment
from feedbacks.annotation import annotate
from feedbacks.models import Feedback, PictureStatus
from feedbacks.pictures import encode
from integrations.exports import pdf
from integrations.exports.formats import FORMATS
from tests.conftest import make_video
from tests.feedbacks.test_annotate import GREY, shape
from tests.integrations.test_export_feedback import fill, give
from tests.problems import assert_problem
from videoplanet.storage import s3

RATE = {"frame_rate": "30000/1001", "start_timecode": "01:00:00;00", "duration": 60.0}


@pytest.fixture
def video(cast):
    return make_video(cast.access("editor"), title="가을 <컷>", **RATE)


def with_picture(feedback: Feedback, image: Image.Image = GREY) -> Feedback:
    """Give a feedback a picture with a drawing on it, as the worker does."""
    drawing = {"shapes": [shape("rectangle", 0.2, 0.2, 0.7, 0.8)]}
    key = f"{feedback.object_prefix}annotated.webp"
    s3.put(key, encode(annotate(image, drawing)).webp, content_type="image/webp")
    Feedback.objects.filter(id=feedback.id).update(
        annotated_key=key, screenshot_status=PictureStatus.READY, drawing_data=drawing
    )
    return feedback


def report_of(person, video, **headers):
    answer = person.get(f"videos/{video.id}/export?format=pdf", **headers)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.getvalue()))


def text_of(report) -> str:
    """Return all text without its spaces: a reader of PDF guesses where they are.

    This one gives an ASCII letter of a font of two bytes a 0 before it.
    """
    text = "".join(page.extract_text() for page in report.pages)
    return "".join(text.replace("\x00", "").split())


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_a_report_has_moment_text_author_status_thread_and_picture(cast, video):
    feedback = with_picture(
        give(cast, video, content="색이 너무 어두워요.\n밝게 <b>해 주세요</b>", tags=["색"])
    )
    give(cast, video, video_timestamp=2.0, end_timestamp=4.0, content="A range", priority="high")
    add_comment(access=cast.access("editor"), feedback=feedback, content="네, 고칠게요")

    report = report_of(cast.guest, video)

    text = text_of(report)
    for part in (
        "가을 <컷> v1",
        "2 feedbacks",
        "1. 01:00:00;29",
        "색이 너무 어두워요.",
        "Reviewer",
    ):
        assert without_spaces(part) in text, part
    for part in ("밝게 <b>해 주세요</b>", "#색", "open", "└ Editor", "네, 고칠게요", "1 / 1"):
        assert without_spaces(part) in text, part
    assert without_spaces("2. 01:00:01;29 – 01:00:03;29") in text
    assert "priority:high" in text
    assert "@" not in text
    (image,) = report.pages[0].images
    assert image.image.size == (800, 450)
    assert image.image.getpixel((160, 225))[1] > 200  # the drawing's green
    assert report.pages[0].mediabox.width == pytest.approx(595.28, abs=1)
    assert report.metadata.title == "가을 <컷> v1"


def test_a_report_is_in_the_readers_language(cast, video):
    give(cast, video)

    text = text_of(report_of(cast.viewer, video, Accept_Language="ko"))

    assert without_spaces("피드백 보고서") in text
    assert without_spaces("피드백 1개 · 미해결 1") in text


def test_long_and_odd_texts_are_whole(cast, video):
    words = " ".join(f"word{number}" for number in range(600))
    give(cast, video, content=f"{words}\n{'가' * 900}\n🎬 a\u200bb\tc")

    report = report_of(cast.viewer, video)

    text = text_of(report)
    assert without_spaces(words) in re.sub(r"가을<컷>v1\d+/\d+", "", text)
    assert text.count("가") >= 900
    assert "□abc" in text
    assert len(report.pages) > 1
    assert f"{len(report.pages)}/{len(report.pages)}" in text


def test_several_videos_and_ones_without_a_rate_are_in_one_report(cast, video):
    give(cast, video, content="known")
    give(cast, cast.video, video_timestamp=61.5, content="unknown")

    answer = cast.viewer.get(f"projects/{cast.project.id}/export?format=pdf")

    text = text_of(pypdf.PdfReader(io.BytesIO(answer.getvalue())))
    assert "01:01.500" in text
    assert "FirstcutV1".lower() in text.lower()
    assert without_spaces("가을 <컷> v1") in text


def test_a_picture_that_is_not_there_is_said(cast, video):
    feedback = with_picture(give(cast, video))
    s3.delete(f"{feedback.object_prefix}annotated.webp")
    waiting = give(cast, video, video_timestamp=3.0)
    Feedback.objects.filter(id=waiting.id).update(screenshot_status=PictureStatus.PENDING)

    text = text_of(report_of(cast.viewer, video))

    assert text.count(without_spaces("The picture is not ready.")) == 2


def test_more_than_a_report_can_hold_is_refused(cast, video, monkeypatch):
    fill(cast, video, 301)
    path = f"videos/{video.id}/export?format=pdf"
    (error,) = cast.viewer.get(path).json()["errors"]
    assert (error["field"], error["code"]) == ("format", "too_many")
    assert "300" in error["message"]
    assert cast.viewer.get(f"{path}&timestamp_to=0.5").status_code == 200

    feedback = give(cast, video, video_timestamp=50.0)
    add_comment(access=cast.access("editor"), feedback=feedback, content="one")
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], most_replies=0))
    (error,) = cast.viewer.get(f"{path}&timestamp_from=50").json()["errors"]
    assert error["code"] == "too_many"


def test_reports_have_a_limit_of_their_own(cast, video, settings):
    settings.REPORT_RATE = "2/hour"
    path = f"videos/{video.id}/export?format="
    assert [cast.editor.get(f"{path}pdf").status_code for _ in range(3)] == [200, 200, 429]
    assert cast.editor.get(f"{path}csv").status_code == 200


def test_a_process_draws_one_report_at_a_time(cast, video, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    with pdf.DRAWING:
        answer = cast.viewer.get(f"videos/{video.id}/export?format=pdf")
    assert_problem(answer, 503, "busy")
    assert cast.viewer.get(f"videos/{video.id}/export?format=pdf").status_code == 200
