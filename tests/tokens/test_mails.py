"""Mails about tokens: a new one, and one that is about to end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.mails import work_of
from tests.tokens.conftest import make_project_token, make_token
from tokens.sweeps import care_for_tokens
from tokens.tasks import send_ends_mails, send_made_mails
from users.models import AccessToken, User
from videoplanet.tasks.models import Work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_worker(_worker):
    """A worker that a test before left would send what this one is to send."""
    _worker.stop()


def parts(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_the_owner_hears_of_a_new_token(cast, mails):
    made = make_token(cast.editor, name="Render <b>farm</b>", scope="write")
    send_made_mails(made["id"])
    [mail] = mails()
    assert mail["To"] == "editor@example.com"
    assert mail["Subject"] == "[VideoPlanet] A new access token: “Render <b>farm</b>”"
    text, html = parts(mail)
    assert "Render <b>farm</b>" in text
    assert "Render &lt;b&gt;farm" in html
    for part in (text, html):
        assert "http://localhost:3000/account/tokens" in part
        assert "write" in part
        assert made["token"] not in part
    assert not Work.objects.exists()
    send_made_mails(made["id"])
    assert len(mails()) == 1


def test_it_is_in_the_owners_language_and_time(cast, mails):
    changes = {"language": "ko", "time_zone": "Asia/Seoul"}
    User.objects.filter(id=cast.editor.user.id).update(**changes)
    made = make_token(cast.editor, name="렌더팜")
    AccessToken.objects.update(created_at="2026-01-01T20:30:00Z")
    send_made_mails(made["id"])
    [mail] = mails()
    assert mail["Subject"] == "[VideoPlanet] 새 액세스 토큰 “렌더팜”"
    for part in parts(mail):
        assert "2026년 1월 2일 5:30 오전(Asia/Seoul)" in part
        assert "None" not in part


def test_who_ended_a_token_at_once_still_hears_of_it(cast, mails):
    made = make_token(cast.editor)
    cast.editor.delete(f"users/me/tokens/{made['id']}")
    send_made_mails(made["id"])
    assert len(mails()) == 1


def test_a_token_that_ends_within_a_week_is_announced_once(cast, mails):
    made = make_token(cast.editor, name="Soon")
    make_token(cast.editor, name="Later")
    row = AccessToken.objects.filter(id=made["id"])
    row.update(
        created_at=timezone.now() - timedelta(days=30),
        expires_at=timezone.now() + timedelta(days=6),
    )
    assert (care_for_tokens(), care_for_tokens()) == (1, 0)
    assert Work.objects.filter(kind="token ends mail").count() == 1
    send_ends_mails(made["id"])
    [mail] = mails()
    assert mail["Subject"] == "[VideoPlanet] The access token “Soon” is about to end"
    assert all("http://localhost:3000/account/tokens" in part for part in parts(mail))


def test_a_token_for_a_few_days_is_not_announced(cast):
    end = timezone.now() + timedelta(days=5)
    make_token(cast.editor, expires_at=end.isoformat())
    assert care_for_tokens() == 0


def test_a_projects_token_is_announced_to_the_admin_who_made_it(cast, mails):
    made = make_project_token(cast, name="CI")
    assert not Work.objects.filter(kind="token made mail").exists()
    AccessToken.objects.update(
        created_at=timezone.now() - timedelta(days=30),
        expires_at=timezone.now() + timedelta(days=6),
    )
    assert care_for_tokens() == 1
    assert work_of(AccessToken.objects.get())
    send_ends_mails(made["id"])
    [mail] = mails()
    assert mail["To"] == "owner@example.com"
    for part in parts(mail):
        assert "Spring film" in part
        assert f"/projects/{cast.project.id}/tokens" in part


def test_who_is_no_longer_an_admin_hears_nothing_of_its_end(cast, mails):
    made = make_project_token(cast, name="CI")
    url = f"projects/{cast.project.id}/members"
    cast.owner.patch(f"{url}/{cast.editor.user.id}", {"role": "admin"})
    cast.editor.patch(f"{url}/{cast.owner.user.id}", {"role": "editor"})
    AccessToken.objects.update(
        created_at=timezone.now() - timedelta(days=30),
        expires_at=timezone.now() + timedelta(days=6),
    )
    assert care_for_tokens() == 1
    send_ends_mails(made["id"])
    assert mails() == []


def test_tokens_are_forgotten_90_days_after_their_end(cast):
    for days, name in ((89, "Kept"), (91, "Gone")):
        made = make_token(cast.editor, name=name)
        ended = timezone.now() - timedelta(days=days)
        AccessToken.objects.filter(id=made["id"]).update(ended_at=ended)
    care_for_tokens()
    assert [row["name"] for row in cast.editor.get("users/me/tokens").json()] == ["Kept"]
