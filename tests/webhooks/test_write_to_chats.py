"""Slack, Discord and Mattermost get a readable message, in which nobody's text is markup."""

import pytest

from comments.actions import add_comment
from feedbacks.actions import change_feedback, create_feedback
from tests.webhooks.conftest import Answer
from webhooks.messages import GAP, SENTENCES, TEST
from webhooks.models import TYPES

HOSTILE = "<!channel> @everyone @here *bold* [click](https://evil.example) `x` & <@U123>"


def give(cast, content):
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=75, content=content
    )


def test_each_type_of_event_has_a_sentence():
    assert set(SENTENCES) == {*TYPES, TEST, GAP}


def test_slack_gets_a_sentence_with_a_link(cast, make_hook, receiver, settings):
    hook = make_hook(kind="slack")
    feedback = give(cast, "Too dark")
    hook.deliver()

    [sent] = receiver.events
    link = f"{settings.FRONTEND_URL}/projects/{cast.project.id}/videos/{cast.video.id}"
    assert sent["text"] == (
        "*Spring film*\n"
        f"<{link}?feedback={feedback.id}&t=75.0|Reviewer gave feedback on “First cut” (00:01:15)>\n"
        "> Too dark"
    )
    assert "webhook-signature" not in receiver.received[0].headers


def test_in_slack_no_text_is_markup(cast, make_hook, receiver):
    hook = make_hook(kind="slack")
    give(cast, HOSTILE)
    hook.deliver()

    quoted = receiver.events[0]["text"].rpartition("\n> ")[2]
    assert "<" not in quoted
    assert ">" not in quoted
    assert "&lt;!channel&gt;" in quoted


def test_in_discord_nobody_is_mentioned(cast, make_hook, receiver):
    hook = make_hook(kind="discord")
    give(cast, HOSTILE)
    hook.deliver()

    [sent] = receiver.events
    assert sent["allowed_mentions"] == {"parse": []}
    assert "@everyone" not in sent["content"]
    assert "[click](" not in sent["content"]
    assert len(sent["content"]) <= 2000


def test_in_mattermost_nobody_is_mentioned(cast, make_hook, receiver):
    hook = make_hook(kind="mattermost")
    give(cast, HOSTILE + " @all @channel")
    hook.deliver()

    text = receiver.events[0]["text"]
    assert not any(word in text for word in ("@everyone", "@here", "@all", "@channel"))
    assert "[click](" not in text


@pytest.mark.parametrize("kind", ["slack", "discord", "mattermost"])
def test_the_longest_texts_fit(cast, make_hook, receiver, kind):
    hook = make_hook(kind=kind)
    give(cast, "_" * 5000)
    hook.deliver()
    sent = receiver.events[0]
    assert len(sent.get("text") or sent["content"]) <= 2000


def test_messages_are_in_the_chosen_language(cast, make_hook, receiver):
    hook = make_hook(kind="slack", language="ko")
    give(cast, "어두워요")
    hook.deliver()
    assert "Reviewer님이 “First cut” (00:01:15)에 피드백을 남겼어요" in receiver.events[0]["text"]


def test_text_that_was_edited_meanwhile_is_not_written(cast, make_hook, receiver):
    hook = make_hook(kind="slack", events=["feedback.created", "comment.added"])
    feedback = give(cast, "My secret")
    change_feedback(
        access=cast.access("reviewer"), feedback_id=feedback.id, changes={"content": "Better"}
    )
    add_comment(access=cast.access("reviewer"), feedback=feedback, content="Here")
    hook.deliver()

    [sent] = receiver.events
    assert "Reviewer commented on “First cut”" in sent["text"]


def test_a_message_that_a_chat_never_takes_holds_up_no_other(cast, make_hook, receiver):
    hook = make_hook(kind="slack")
    receiver.answers = [Answer(400, b"invalid_payload")]
    give(cast, "first")
    give(cast, "second")
    hook.deliver()

    assert len(receiver.received) == 2
    second, first = hook.deliveries
    assert (first["status"], first["answer"]) == ("failed", "invalid_payload")
    assert second["status"] == "delivered"
    assert hook.now["state"] == "ok"


def test_every_kind_of_event_can_be_written(cast, make_hook, receiver):
    from tests.requests import make_things

    hook = make_hook(kind="mattermost")
    feedback = give(cast, "Too dark")
    make_things(cast, feedback)
    comment = add_comment(access=cast.access("owner"), feedback=feedback, content="Yes")
    for path, body in (
        (f"feedbacks/{feedback.id}/reactions", {"emoji": "🎬"}),
        (f"comments/{comment.id}/reactions", {"emoji": "🎬"}),
    ):
        assert cast.owner.post(path, body).status_code == 200
    video = f"videos/{cast.video.id}"
    member = f"projects/{cast.project.id}/members/{cast.viewer.user.id}"
    cast.owner.patch(f"projects/{cast.project.id}", {"name": "Summer film"})
    cast.owner.patch("users/me", {"name": "Boss"})
    cast.owner.patch(member, {"role": "editor"})
    cast.owner.delete(member)
    cast.owner.patch(video, {"title": "Last cut"})
    cast.owner.patch(f"comments/{comment.id}", {"content": "No"})
    cast.owner.delete(f"comments/{comment.id}")
    cast.owner.delete(f"feedbacks/{feedback.id}")
    cast.owner.delete(video)
    hook.deliver()

    texts = [sent["text"] for sent in receiver.events]
    assert hook.row.failing_since is None
    assert any("Summer film" in text for text in texts)
    assert any("deleted a video" in text for text in texts)
