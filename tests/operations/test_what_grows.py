"""What grows is limited, or forgotten after a time that a setting says."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from invitations.models import Batch, Invitation
from invitations.sweeps import clear_ended_invitations
from tests.conftest import make_video
from tests.requests import make_invitation
from users.models import User
from users.tasks import clear_admin_log


def test_a_project_takes_no_more_bytes_than_it_may(cast, settings):
    make_video(cast.access("owner"), size=600)
    settings.PROJECT_MAX_BYTES = 2000  # the cast's video has 1000
    body = {"project_id": str(cast.project.id), "title": "More", "filename": "more.mp4"}
    body |= {"content_type": "video/mp4"}
    refused = cast.editor.post("videos", body | {"size": 401})
    assert (refused.status_code, refused.json()["code"]) == (409, "project_full")
    assert cast.editor.post("videos", body | {"size": 400}).status_code == 201


def test_ended_invitations_are_forgotten_after_a_year(cast, settings):
    ended, _token = make_invitation(cast, "old@client.example")
    waiting, _token = make_invitation(cast, "new@client.example")
    long_ago = timezone.now() - settings.INVITATIONS_LIFETIME - timedelta(days=1)
    Batch.objects.update(created_at=long_ago)
    Invitation.objects.update(updated_at=long_ago)
    Invitation.objects.filter(id=ended.id).update(status="revoked")
    assert clear_ended_invitations() == 1
    assert list(Invitation.objects.values_list("id", flat=True)) == [waiting.id]
    assert [batch.id for batch in Batch.objects.all()] == [waiting.batch_id]


def test_the_admins_log_is_forgotten_after_two_years(cast, settings):
    kind = ContentType.objects.get_for_model(User)
    for age in (timedelta(0), settings.ADMIN_LOG_LIFETIME + timedelta(days=1)):
        LogEntry.objects.create(
            user=cast.owner.user, content_type=kind, action_flag=2,
            action_time=timezone.now() - age,
        )  # fmt: skip
    assert clear_admin_log() == 1
    assert LogEntry.objects.count() == 1
