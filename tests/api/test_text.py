"""Text has something to see, and names hide nothing: in every field of the kind."""

import pytest
from django.test import Client

NOTHING = ["\u200b", "\u3164", "\u2800", " \u00a0\u2003", "\u115f\uffa0", "\u200d\ufe0f", "\u0301"]
HIDING = [
    "admin\u202egnp",  # right-to-left override
    "a\u200bdmin",  # zero width space
    "ad\u00admin",  # soft hyphen
    "a\u2066b",  # isolate
    "a\nb",
    "a\u2028b",
    "a\u0007b",
    "admin\u200d",  # a joiner at the end joins nothing
    "a \u200cb",
    "a\ufff0b",  # reserved as invisible
    "a\U000e0041b",  # tag letter
]
HONEST = [
    "नमस्ते क्\u200dष",  # ZWJ in Hindi
    "می\u200cخواهم",  # ZWNJ in Persian
    "👩\u200d💻 Kim",
    "❤\ufe0f\u200d🔥",
    "김민지",
    "\U000105c9x",  # a letter of Unicode 16
]


def fields(cast, feedback):
    """Return each field that takes text, as a function that sends it."""
    owner, project = cast.owner, f"projects/{cast.project.id}"
    video = {"project_id": str(cast.project.id), "size": 1, "title": "x"}
    video["content_type"] = "video/mp4"
    given = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    comment = {"feedback_id": str(feedback.id)}
    return {
        "name of a person": lambda text: owner.patch("users/me", {"name": text}),
        "name of a project": lambda text: owner.patch(project, {"name": text}),
        "title": lambda text: owner.patch(f"videos/{cast.video.id}", {"title": text}),
        "filename": lambda text: owner.post("videos", video | {"filename": text}),
        "tags": lambda text: owner.patch(f"feedbacks/{feedback.id}", {"tags": [text]}),
        "content of feedback": lambda text: owner.post("feedbacks", given | {"content": text}),
        "content of a comment": lambda text: owner.post("comments", comment | {"content": text}),
        "note": lambda text: owner.post(
            f"videos/{cast.video.id}/review", {"status": "changes_requested", "note": text}
        ),
    }


NAMES = ("name of a person", "name of a project", "title", "filename", "tags")
TEXTS = ("content of feedback", "content of a comment", "note")


@pytest.mark.parametrize("field", NAMES + TEXTS)
def test_text_has_a_visible_character(cast, feedback, field):
    send = fields(cast, feedback)[field]
    assert {text: send(text).status_code for text in NOTHING} == dict.fromkeys(NOTHING, 400)
    assert {text: send(text).status_code < 300 for text in HONEST} == dict.fromkeys(HONEST, True)


@pytest.mark.parametrize("field", NAMES)
def test_names_hide_nothing(cast, feedback, field):
    send = fields(cast, feedback)[field]

    assert {text: send(text).status_code for text in HIDING} == dict.fromkeys(HIDING, 400)


@pytest.mark.parametrize("name", [*NOTHING, *HIDING])
def test_sign_up_takes_no_such_name(db, name):
    body = {"email": "new@example.com", "password": "a-long-password-42", "name": name}
    answer = Client().post("/api/v1/auth/signup", body, content_type="application/json")

    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == {"name"}


def test_a_message_may_break_its_lines(cast, feedback):
    body = {"feedback_id": str(feedback.id), "content": "one\n\u200btwo"}
    answer = cast.reviewer.post("comments", body)

    assert answer.json()["content"] == "one\n\u200btwo"
