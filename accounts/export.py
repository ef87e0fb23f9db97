"""All that is stored of one person, as a ZIP file of JSON.

Objects of projects (videos, screenshots) are not copied into it; their ids are there, and members
download them where they see them.
"""

import zipfile
from collections.abc import Callable, Collection, Iterator
from typing import IO, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import CommentMention, CommentReaction, FeedbackComment, ReadPosition
from feedbacks.models import Feedback, FeedbackReaction, Screenshot
from invitations.models import Batch, Guest, Invitation, ShareLink
from notifications.models import Mail, Mute, Notification, Preferences
from projects.models import Membership, Project
from users.models import AccessToken, KnownNetwork, User
from videoplanet.storage import s3
from videos.models import Video, VideoReview
from webhooks.models import Webhook

CHUNK = 500
"""Rows that are in memory at a time."""
README = _(
    "This is what VideoPlanet had stored of you on %(date)s. Each file is a list of rows in JSON;"
    " times are UTC. Rows that belong to a project name it by its id, which is in memberships.json"
    " and projects.json. Videos and screenshots are not in this file: while you are in a project"
    " you can download them there. Passwords, keys and secrets are stored only hashed or encrypted,"
    " and are left out."
)

type Rows = QuerySet[Any, dict[str, Any]]


def _content(ids: Collection[UUID]) -> dict[str, Rows]:
    """Return what the person has said and made, by the name of its file."""
    by = Q(user__in=ids)
    said = ("id", "project_id", "created_at", "updated_at")
    video = ("id", "project_id", "title", "filename", "size", "version", "status", "created_at")
    return {
        "projects": Project.objects.filter(created_by__in=ids).values("id", "name", "created_at"),
        "memberships": Membership.objects.filter(by).values(
            "project_id", "project__name", "role", "guest", "created_at"
        ),
        "videos": Video.objects.filter(uploader__in=ids).values(*video),
        "reviews": VideoReview.objects.filter(reviewer__in=ids).values(
            "video_id", "status", "note", "created_at", "withdrawn_at"
        ),
        "feedback": Feedback.objects.filter(by).values(
            *said, "video_id", "video_timestamp", "end_timestamp", "content", "drawing_data",
            "priority", "status", "tags", "screenshot_key",
        ),
        "comments": FeedbackComment.objects.filter(by).values(
            *said, "feedback_id", "parent_id", "content", "deleted_at"
        ),
        "reactions_to_feedback": FeedbackReaction.objects.filter(by).values(
            "feedback_id", "emoji", "created_at"
        ),
        "reactions_to_comments": CommentReaction.objects.filter(by).values(
            "comment_id", "emoji", "created_at"
        ),
        "mentions": CommentMention.objects.filter(by).values("comment_id"),
        "assigned_feedback": Feedback.objects.filter(assignee__in=ids).values("id", "project_id"),
        "screenshots": Screenshot.objects.filter(uploader__in=ids).values(
            "id", "feedback_id", "original_width", "original_height", "created_at"
        ),
    }  # fmt: skip


def _account(ids: Collection[UUID], addresses: Collection[str]) -> dict[str, Rows]:
    """Return what is stored about the account, by the name of its file."""
    by = Q(user__in=ids)
    return {
        "profile": User.objects.filter(id__in=ids).values(
            "id", "kind", "name", "email", "contact_email", "language", "time_zone",
            "date_joined", "last_login", "access_until",
        ),
        "addresses": EmailAddress.objects.filter(by).values("email", "verified", "primary"),
        "connected_services": SocialAccount.objects.filter(by).values(
            "provider", "uid", "extra_data", "date_joined", "last_login"
        ),
        "second_factors": Authenticator.objects.filter(by).values(
            "type", "created_at", "last_used_at"
        ),
        "devices": UserSession.objects.filter(by).values(
            "ip", "user_agent", "created_at", "last_seen_at"
        ),
        "networks": KnownNetwork.objects.filter(by).values("network", "seen_at"),
        "access_tokens": AccessToken.objects.filter(created_by__in=ids).values(
            "name", "scope", "project_id", "created_at", "expires_at", "last_used_at", "ended_at"
        ),
        "webhooks": Webhook.objects.filter(created_by__in=ids).values(
            "project_id", "name", "kind", "url_shown", "created_at"
        ),
        "mail_preferences": Preferences.objects.filter(by).values("mentions", "others", "digest"),
        "muted_projects": Mute.objects.filter(by).values("project_id"),
        "notifications": Notification.objects.filter(by).values(
            "type", "project_id", "video_id", "feedback_id", "comment_id", "excerpt", "status",
            "created_at", "read_at",
        ),
        "mails": Mail.objects.filter(by).values("kind", "status", "created_at", "sent_at"),
        "read_positions": ReadPosition.objects.filter(by).values("video_id", "seen_until"),
        "invitations_received": Invitation.objects.filter(
            Q(account__in=ids) | Q(email__in=addresses)
        ).values("project_id", "email", "role", "status", "created_at", "accepted_at"),
        "guest_visits": Guest.objects.filter(by).values("project_id", "created_at", "joined_at"),
        "invitations_sent": Batch.objects.filter(sender__in=ids).values(
            "project_id", "message", "total", "created_at"
        ),
        "share_links": ShareLink.objects.filter(created_by__in=ids).values(
            "project_id", "role", "expires_at", "created_at"
        ),
    }  # fmt: skip


def write_export(user: User, file: IO[bytes]) -> None:
    """Write the ZIP file, with what guests who are the same person have done."""
    ids = list(User.objects.filter(Q(id=user.id) | Q(account=user.id)).values_list("id", flat=True))
    own = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {*own, user.mail_address} - {""}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        now = timezone.now()
        archive.writestr("README.txt", f"{README % {'date': now.date().isoformat()}}\n")
        for name, rows in (_account(ids, addresses) | _content(ids)).items():
            # A name alone would be of 1980.
            entry = zipfile.ZipInfo(f"{name}.json", now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as member:
                member.writelines(_as_json(rows))
        if user.avatar_key and s3.exists(user.avatar_key):
            archive.writestr("avatar.webp", s3.get(user.avatar_key))


def _as_json(rows: Rows) -> Iterator[bytes]:
    """Yield a list of rows, as far as they are read."""
    encode: Callable[[Any], str] = DjangoJSONEncoder(ensure_ascii=False, indent=1).encode
    beginning = b"[\n"
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield beginning + encode(row).encode()
        beginning = b",\n"
    yield b"[]\n" if beginning == b"[\n" else b"\n]\n"
