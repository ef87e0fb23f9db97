"""The mails of accounts: whose language, what they say, and a mail server that is down."""

import logging

import pytest

from tests.conftest import PASSWORD
from tests.problems import assert_problem
from tests.users.conftest import Visitor
from users.models import User
from videoplanet.mail.smtp import hang_up

pytestmark = pytest.mark.django_db(transaction=True)

KOREAN = {"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"}


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


@pytest.fixture
def stop_mail_server(settings):
    """Point the product at a port that nobody listens on; return how to undo it."""
    working = settings.MAILERS

    def start():
        settings.MAILERS = working
        hang_up()

    def stop():
        options = working["default"]["OPTIONS"] | {"port": 1}
        settings.MAILERS = {"default": working["default"] | {"OPTIONS": options}}
        hang_up()
        return start

    yield stop
    hang_up()


def test_a_mail_says_who_sends_it_and_what_to_do(visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address)
    mail = box.newest()
    assert mail["From"] == "VideoPlanet <noreply@localhost>"
    assert mail["Subject"] == "[VideoPlanet] Your verification code"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert text_of(mail) == (
        f"Enter this code to confirm that {box.address} is your address:\n"
        "\n"
        f"    {box.code()}\n"
        "\n"
        "It is valid for 15 minutes, only on the page where you asked for it. If you did not ask"
        " for it, ignore this mail: without the code nothing happens.\n"
        "\n"
        "--\n"
        "VideoPlanet\n"
        "http://localhost:3000\n"
    )


def test_a_new_user_gets_mail_in_the_browsers_language(mailbox):
    box = mailbox()
    Visitor(headers=KOREAN).sign_up(box.address)
    assert box.newest()["Subject"] == "[VideoPlanet] 이메일 인증 코드"
    assert "인증하려면 아래 코드를 입력하세요" in text_of(box.newest())
    assert len(box.code()) == 9


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.5", "ko"),
        ("en;q=0.5, KO;q=0.9", "ko"),
        ("fr, en-GB;q=0.5", "en"),
        ("fr", None),
        ("", None),
        ("ko" * 3000, None),
    ],
)
def test_the_language_of_the_sign_up_is_kept(mailbox, header, language):
    box = mailbox()
    visitor = Visitor(headers={"Accept-Language": header})
    visitor.sign_up(box.address)
    visitor.headers = {}
    visitor.post("auth/email/verify", {"key": box.code()})
    assert visitor.get("users/me").json()["language"] == language
    visitor.post("auth/password/request", {"email": box.address})
    in_korean = "비밀번호 재설정 코드" in box.newest()["Subject"]
    assert in_korean == (language == "ko")


@pytest.mark.parametrize(
    ("language", "headers", "subject"),
    [
        ("ko", {}, "비밀번호 재설정 코드"),
        ("en", KOREAN, "Your code for a new password"),
        ("", KOREAN, "비밀번호 재설정 코드"),
        ("", {}, "Your code for a new password"),
        ("", {"Accept-Language": "fr"}, "Your code for a new password"),
    ],
)
def test_a_members_own_language_comes_before_the_browsers(member, language, headers, subject):
    _visitor, box = member()
    User.objects.update(language=language)
    Visitor(headers=headers).post("auth/password/request", {"email": box.address})
    assert box.newest()["Subject"] == f"[VideoPlanet] {subject}"


def test_the_notice_to_an_owner_is_in_the_owners_language(member, no_waiting):
    _visitor, box = member()
    User.objects.update(language="ko")
    Visitor().sign_up(box.address)
    assert box.newest()["Subject"] == "[VideoPlanet] 이미 계정이 있어요"
    assert "http://localhost:3000/reset\n" in text_of(box.newest())


def test_a_notice_says_when_in_the_owners_time_zone_and_from_where(member):
    visitor, box = member(User_Agent="Browser\t7.0")
    User.objects.update(time_zone="Asia/Seoul", language="ko")
    change = {"current_password": PASSWORD, "new_password": "another-password-43"}
    assert visitor.post("account/password/change", change).status_code == 200
    text = text_of(box.newest())
    assert box.newest()["Subject"] == "[VideoPlanet] 비밀번호가 변경되었어요"
    assert "(KST)" in text
    assert "IP 주소: 127.0.0.1\n브라우저: Browser 7.0\n" in text


def test_no_mail_shows_a_placeholder_a_tag_or_the_host(member, mailbox, no_waiting):
    visitor, box = member()
    change = {"current_password": PASSWORD, "new_password": "another-password-43"}
    visitor.post("account/password/change", change)
    for language in ("en", "ko"):
        User.objects.update(language=language)
        other = Visitor()
        other.post("auth/password/request", {"email": box.address})
        new = {"key": box.code(), "password": f"password-in-{language}-44"}
        other.post("auth/password/reset", new)
        Visitor().sign_up(box.address)
    unknown = mailbox()
    Visitor().post("auth/password/request", {"email": unknown.address})
    mails = box.mails() + unknown.mails()
    assert len(mails) == 9
    for mail in mails:
        for odd in ("{{", "{%", "%(", "&#", "testserver", "Kim Minji", "None"):
            assert odd not in text_of(mail) + mail["Subject"]


def test_a_name_reaches_no_header_and_no_text(visitor, mailbox):
    box = mailbox()
    visitor.sign_up(box.address, name="Click https://evil.example now")
    assert "evil.example" not in str(box.newest())


def test_without_a_mail_server_sign_up_is_503_and_can_be_repeated(
    visitor, mailbox, stop_mail_server, caplog, no_waiting
):
    box = mailbox()
    start = stop_mail_server()
    with caplog.at_level(logging.DEBUG):
        answer = visitor.sign_up(box.address)
    assert_problem(answer, 503, "mail_unavailable")
    assert not User.objects.exists()
    [record] = [record for record in caplog.records if record.name == "users.adapters"]
    assert "ConnectionRefusedError" in record.getMessage()
    assert record.exc_info is None
    assert box.address not in caplog.text

    start()
    again = Visitor()
    assert again.sign_up(box.address).status_code == 401
    assert again.post("auth/email/verify", {"key": box.code()}).status_code == 200


def test_without_a_mail_server_a_password_can_still_be_changed(member, stop_mail_server):
    visitor, _box = member()
    stop_mail_server()
    change = {"current_password": PASSWORD, "new_password": "another-password-43"}
    assert visitor.post("account/password/change", change).status_code == 200


def test_without_a_mail_server_a_reset_is_503(member, stop_mail_server):
    _visitor, box = member()
    stop_mail_server()
    answer = Visitor().post("auth/password/request", {"email": box.address})
    assert_problem(answer, 503, "mail_unavailable")
