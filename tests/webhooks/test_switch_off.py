"""A webhook that fails for a day, or whose receiver is gone, is switched off; admins get a mail."""

from datetime import timedelta

from django.utils import timezone

from feedbacks.actions import create_feedback
from tests.invitations.conftest import server, text_of  # noqa: F401 - a fixture
from tests.webhooks.conftest import Answer
from webhooks.models import Notice
from webhooks.tasks import send_notice_mails


def give(cast):
    create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content="Dark"
    )


def test_a_receiver_that_is_gone_is_asked_no_more(cast, hook, receiver):
    receiver.always = Answer(410)
    give(cast)
    hook.deliver()
    give(cast)
    hook.deliver()

    assert len(receiver.received) == 1
    now = hook.now
    assert now["state"] == "disabled"
    assert now["failure"] == "The receiver says that it wants no more (410)."
    assert hook.deliveries[0]["status"] == "failed"


def test_after_a_day_of_failures_it_is_switched_off(cast, hook, receiver):
    receiver.always = Answer(500)
    give(cast)
    hook.deliver()
    assert hook.now["state"] == "failing"
    a_day_ago = timezone.now() - timedelta(hours=24)
    hook.set(failing_since=a_day_ago, next_try_at=timezone.now())
    hook.deliver()

    assert hook.now["state"] == "disabled"
    assert hook.now["failure"] == "Nothing could be delivered for a day."


def test_switched_on_again_it_goes_on_where_it_was(cast, hook, receiver):
    receiver.answers = [Answer(410)]
    give(cast)
    hook.deliver()
    cast.owner.patch(hook.path, {"enabled": True})
    hook.deliver()

    assert hook.now["state"] == "ok"
    assert receiver.types == ["feedback.created", "feedback.created"]


def test_each_admin_is_told_by_mail_in_their_language(cast, hook, receiver, server):  # noqa: F811
    member = f"projects/{cast.project.id}/members/{cast.editor.user.id}"
    assert cast.owner.patch(member, {"role": "admin"}).status_code == 200
    assert cast.editor.patch("users/me", {"language": "ko"}).status_code == 200
    receiver.always = Answer(410)
    give(cast)
    hook.deliver()
    send_notice_mails(*map(str, Notice.objects.values_list("id", flat=True)))

    assert {mail["To"] for mail in server.mails} == {"owner@example.com", "editor@example.com"}
    [english] = server.to("owner@example.com")
    assert english["Subject"] == (
        "[VideoPlanet] The webhook “Ours” of “Spring film” was switched off."
    )
    assert "The receiver says that it wants no more (410)." in text_of(english)
    assert f"/projects/{cast.project.id}/webhooks" in text_of(english)
    [korean] = server.to("editor@example.com")
    assert "웹훅이 꺼졌어요" in korean["Subject"]
    assert "받는 쪽이 더는 받지 않겠다고 했어요" in text_of(korean)
    assert Notice.objects.count() == 0


def test_one_that_is_on_again_is_no_news(cast, hook, receiver, server):  # noqa: F811
    receiver.always = Answer(410)
    give(cast)
    hook.deliver()
    cast.owner.patch(hook.path, {"enabled": True})
    send_notice_mails(*map(str, Notice.objects.values_list("id", flat=True)))
    assert server.mails == []
