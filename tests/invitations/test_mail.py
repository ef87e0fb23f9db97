"""What the mail says, in both languages, and what names and messages can't do to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from invitations.models import Invitation
from projects.models import Project
from tests.conftest import Person
from tests.invitations.conftest import text_of, token_in
from users.models import User

pytestmark = pytest.mark.django_db

EVIL = "Eve\r\nBcc: all@world.example\u202e\u2028 <script>alert(1)</script>"


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def test_it_says_who_invites_to_what_until_when_and_whom_to_ask(cast, invited, server):
    _row, token = invited(message="Look at the <b>sky</b>\nplease & thanks")
    [mail] = server.mails
    assert mail["Subject"] == "Owner invites you to review “Spring film”"
    assert mail["From"] == '"Owner (VideoPlanet)" <noreply@localhost>'
    assert mail["Reply-To"] == "owner@example.com"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = text_of(mail), html_of(mail)
    url = f"http://localhost:3000/feedback/public/{cast.project.id}?token={token}"
    assert f"\n{url}\n" in text
    assert "Look at the <b>sky</b>\nplease & thanks" in text
    assert "works for 14 days, until " in text
    assert "Write to Owner: owner@example.com" in text
    assert html.count("<a ") == 2
    assert f'href="{url}"' in html
    assert f'href="{mail["List-Unsubscribe"].strip("<> ")}"' in html
    assert "Look at the &lt;b&gt;sky&lt;/b&gt;<br>please &amp; thanks" in html


def test_it_is_korean_where_the_inviter_is(cast, invited, server):
    User.objects.filter(id=cast.owner.user.id).update(language="ko", name="김민지")
    invited()
    [mail] = server.mails
    assert mail["Subject"] == "김민지 님이 “Spring film” 리뷰에 초대했어요"
    assert "프로젝트 열기" in html_of(mail)
    assert 'lang="ko"' in html_of(mail)
    for part in (text_of(mail), html_of(mail)):
        assert "14일" in part
        for odd in ("You don't need", "{{", "{%", "%(", "None"):
            assert odd not in part


def test_long_korean_names_and_foreign_domains_are_written_as_the_rules_say(cast, invited, server):
    User.objects.filter(id=cast.owner.user.id).update(name="김민지 " * 20)
    Project.objects.update(name="봄 캠페인 " * 20)
    invitation, _token = invited("kim@한국.example")
    assert invitation.email == "kim@xn--3e0b707e.example"
    [mail] = server.mails
    assert mail["To"] == "kim@xn--3e0b707e.example"
    assert "김민지 김민지" in mail["From"]
    assert mail["From"].addresses[0].addr_spec == "noreply@localhost"
    assert mail["Subject"].startswith("김민지 김민지")
    assert all(len(line) <= 998 for line in mail.as_bytes().splitlines())


def test_names_and_messages_reach_no_header_and_are_no_markup(cast, invited, server):
    User.objects.filter(id=cast.owner.user.id).update(name=EVIL[:100])
    Project.objects.update(name=EVIL)
    invited(message=EVIL)
    [mail] = server.mails
    assert mail["Bcc"] is None
    assert mail["To"] == "kim@client.example"
    assert "\n" not in mail["Subject"]
    assert "\u202e" not in mail["Subject"] + mail["From"]
    assert "<script" not in html_of(mail)
    assert token_in(mail)


def test_the_end_is_told_in_hours_when_it_is_near(invited, server):
    invited(expires_at=(timezone.now() + timedelta(hours=5)).isoformat())
    assert "works for 5 hours" in text_of(server.mails[0])


@pytest.mark.parametrize("message", ["x" * 1000, "하" * 1000])
def test_a_long_message_is_no_line_that_servers_refuse(invited, server, message):
    row, _token = invited(message=message)
    assert (row.status, row.failure) == ("sent", "")
    assert message in text_of(server.mails[0]).replace("\n", "")


def test_an_invitation_is_in_its_readers_language_where_that_is_known(cast, invited, server):
    User.objects.filter(id=cast.outsider.user.id).update(language="ko")
    invited("outsider@example.com")
    invited("nobody@client.example")
    assert "초대했어요" in server.mails[0]["Subject"]
    assert "invites you" in server.mails[1]["Subject"]


def test_who_joined_before_is_invited_again_in_the_language_of_then(cast, invited, server):
    row, token = invited()
    open_in(cast, token, "ko-KR,ko;q=0.9,en;q=0.8").get("users/me")
    Invitation.objects.filter(id=row.id).update(expires_at=timezone.now())
    invited()
    assert "초대했어요" in server.mails[-1]["Subject"]


@pytest.mark.parametrize(
    ("inviter", "browser", "guest"),
    [("en", "ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("ko", "en-GB", "en"), ("ko", "ja", "ko")],
)
def test_a_guests_language_is_the_browsers_else_the_inviters(
    cast, invited, inviter, browser, guest
):
    User.objects.filter(id=cast.owner.user.id).update(language=inviter)
    _row, token = invited()
    assert open_in(cast, token, browser).get("users/me").json()["language"] == guest


def test_a_mail_scanner_that_came_first_does_not_choose_the_language(cast, invited):
    _row, token = invited()
    open_in(cast, token, "en-US")
    guest = open_in(cast, token, "ko")
    assert guest.get("users/me").json()["language"] == "ko"
    open_in(cast, token, "en-US")  # now the guest has joined
    assert guest.get("users/me").json()["language"] == "ko"
    assert guest.patch("users/me", {"language": "en"}).json()["language"] == "en"


def open_in(cast, token, accept_language):
    answer = cast.anonymous.get(
        f"invitations/verify?token={token}", Accept_Language=accept_language
    )
    return Person("invited", None, answer.json()["guest_token"])
