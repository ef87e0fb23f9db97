"""A valid request to each of our routes, about things that the cast has."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from comments.actions import add_comment
from comments.models import CommentReaction
from feedbacks.models import Feedback, FeedbackReaction
from invitations.actions import send_invitations
from invitations.links import make_link
from invitations.models import Invitation
from invitations.secret import hash_token, new_token
from invitations.tasks import INVITATION_MAIL
from projects.models import Role
from tests.conftest import PASSWORD, Cast, Person
from tests.videos.uploads import begin
from tokens.actions import create_personal_token, create_project_token
from tokens.tasks import TOKEN_MADE_MAIL
from videoplanet.api.scopes import Scope
from videoplanet.storage import s3
from videoplanet.tasks.work import cancel
from webhooks.actions import make_webhook, send_test
from webhooks.kinds import SEND
from webhooks.models import Delivery, Webhook


@dataclass
class Things:
    """The things that the requests are about."""

    cast: Cast
    feedback: str
    comment: str
    uploading: str
    etag: str
    invitation: str
    secret: str
    link: str
    link_secret: str
    personal_token: str
    project_token: str
    webhook: str
    delivery: str

    @property
    def project(self) -> str:
        return str(self.cast.project.id)

    @property
    def video(self) -> str:
        return str(self.cast.video.id)

    @property
    def viewer(self) -> str:
        assert self.cast.viewer.user is not None
        return str(self.cast.viewer.user.id)

    def url(self, route: str) -> str:
        """Return the route's path with the things' ids filled in."""
        kind = route.removeprefix("api/v1/").partition("/")[0]
        upload = self.uploading if "/upload" in route else self.video
        ids = {
            "projects": self.project,
            "videos": upload,
            "feedbacks": self.feedback,
            "comments": self.comment,
            "invitations": self.invitation,
            "share-links": self.link,
            "users": self.personal_token,
        }
        names = {
            "id": ids.get(kind, ""),
            "user_id": self.viewer,
            "token_id": self.project_token,
            "webhook_id": self.webhook,
            "delivery_id": self.delivery,
            "expires": "1",
            "signature": "none",
            "key": f"projects/{self.project}/none",
        }
        return "/" + route.format(**names)


EMOJI = "🎬"
type Body = dict[str, Any]


def bodies(it: Things) -> dict[str, Body]:
    """Return the body of each request that has one."""
    return {
        "PATCH api/v1/users/me": {"name": "New name"},
        "PATCH api/v1/users/me · language": {"language": "ko"},
        "POST api/v1/users/me/tokens": {"name": "Render farm"},
        "POST api/v1/projects/{id}/tokens": {"name": "Render farm"},
        "POST api/v1/tokens/exchange": {},
        "POST api/v1/projects": {"name": "Winter film"},
        "PATCH api/v1/projects/{id}": {"name": "Summer film"},
        "POST api/v1/projects/{id}/members": {"email": "new-member@example.com"},
        "PATCH api/v1/projects/{id}/members/{user_id}": {"role": "editor"},
        "POST api/v1/projects/{id}/webhooks": {"name": "Ours", "url": "https://example.com/"},
        "PATCH api/v1/projects/{id}/webhooks/{webhook_id}": {"name": "Theirs"},
        "POST api/v1/videos": {
            "project_id": it.project,
            "title": "Second cut",
            "filename": "cut.mp4",
            "size": 5,
            "content_type": "video/mp4",
        },
        "PATCH api/v1/videos/{id}": {"title": "Third cut"},
        "POST api/v1/videos/{id}/review": {"status": "approved"},
        "POST api/v1/videos/{id}/upload/complete": {"parts": [{"number": 1, "etag": it.etag}]},
        "PUT api/v1/videos/{id}/read": {"seen": [it.feedback, it.comment]},
        "POST api/graphql": {"query": "{ projects { nodes { id } } }"},
        "POST api/v1/feedbacks": {
            "video_id": it.video,
            "timestamp": 1.5,
            "content": "Too loud",
        },
        "PATCH api/v1/feedbacks/bulk": {"ids": [it.feedback], "status": "closed"},
        "PATCH api/v1/feedbacks/{id}": {"status": "resolved"},
        "PATCH api/v1/feedbacks/{id} · content": {"content": "Too bright"},
        "POST api/v1/feedbacks/{id}/reactions": {"emoji": EMOJI},
        "POST api/v1/comments": {"feedback_id": it.feedback, "content": "Yes"},
        "PATCH api/v1/comments/{id}": {"content": "No"},
        "POST api/v1/comments/{id}/reactions": {"emoji": EMOJI},
        "POST api/v1/invitations": {"project_id": it.project, "emails": ["new@client.example"]},
        "PATCH api/v1/invitations/{id}": {"role": "viewer"},
        "POST api/v1/invitations/accept": {"token": it.secret},
        "POST api/v1/share-links": {"project_id": it.project},
        "PATCH api/v1/share-links/{id}": {"role": "reviewer"},
        "POST api/v1/share-links/enter": {"token": it.link_secret},
        "POST api/v1/measurements": {"samples": [{"name": "lcp", "value": 1.5}]},
        "POST api/v1/notifications/read": {"all": True},
        "PUT api/v1/notifications/preferences": {
            "email": {"mentions": "digest", "others": "off", "digest": "hourly"},
            "muted_projects": [],
        },
    }


SENDERS = {
    "POST api/v1/guests/renew": "guest",
    "POST api/v1/invitations/accept": "outsider",
    "DELETE api/v1/users/me": "outsider",
}
"""Who sends the requests that not even the owner may send."""


def confirm(person: Person) -> None:
    """Confirm the password, as is asked before an account is deleted."""
    answer = person.post("auth/reauthenticate", {"password": PASSWORD})
    assert answer.status_code == 200, answer.content


def queries(it: Things) -> dict[str, str]:
    """Return the query of each request that needs one."""
    return {
        "GET api/v1/videos": f"project_id={it.project}",
        "GET api/v1/videos/{id}/export": "format=json",
        "GET api/v1/videos/{id}/versions/export": "format=json",
        "GET api/v1/projects/{id}/export": "format=json",
        "GET api/v1/feedbacks": f"project_id={it.project}",
        "GET api/v1/comments": f"feedback_id={it.feedback}",
        "GET api/v1/invitations": f"project_id={it.project}",
        "GET api/v1/invitations/verify": f"token={it.secret}",
        "GET api/v1/share-links": f"project_id={it.project}",
        "DELETE api/v1/feedbacks/{id}/reactions": f"emoji={EMOJI}",
        "DELETE api/v1/comments/{id}/reactions": f"emoji={EMOJI}",
    }


def route_of(name: str) -> tuple[str, str]:
    """Split a request's name into method and route."""
    method, _space, rest = name.partition(" ")
    return method, rest.partition(" · ")[0]


def make_things(cast: Cast, feedback: Feedback) -> Things:
    """Make one thing of each kind, and a reaction by everybody who may react."""
    comment = add_comment(access=cast.access("reviewer"), feedback=feedback, content="Here")
    uploading, etag = begin_upload(cast)
    for name in ("owner", "editor", "reviewer", "guest"):
        user = getattr(cast, name).user
        FeedbackReaction.objects.create(feedback=feedback, user=user, emoji=EMOJI)
        CommentReaction.objects.create(comment=comment, user=user, emoji=EMOJI)
    invitation, secret = make_invitation(cast, "outsider@example.com")
    owner = cast.access("owner")
    link, link_secret = make_link(access=owner, role=Role.VIEWER)
    personal, _secret = create_personal_token(user=owner.user, name="CI", scope=Scope.READ)
    of_project, _secret = create_project_token(
        access=owner, name="CI", role=Role.VIEWER, scope=Scope.READ
    )
    cancel(TOKEN_MADE_MAIL, [personal.id])
    webhook, delivery = make_delivery(cast)
    return Things(
        cast,
        feedback=str(feedback.id),
        comment=str(comment.id),
        uploading=uploading,
        etag=etag,
        invitation=str(invitation.id),
        secret=secret,
        link=str(link.id),
        link_secret=link_secret,
        personal_token=str(personal.id),
        project_token=str(of_project.id),
        webhook=str(webhook.id),
        delivery=str(delivery.id),
    )


def make_delivery(cast: Cast) -> tuple[Webhook, Delivery]:
    """Make a webhook, and a test that waits to be sent to it."""
    access = cast.access("owner")
    webhook, _secret = make_webhook(
        access=access, name="Tool", url="https://tool.example/", kind="standard", events=["*"]
    )
    delivery = send_test(access=access, webhook_id=webhook.id)
    cancel(SEND, [delivery.id])
    return webhook, delivery


def begin_upload(cast: Cast) -> tuple[str, str]:
    """Upload the only part of a new video; return the video's id and the part's ETag."""
    video = begin(cast.access("editor"), size=5)
    part = s3.client().upload_part(
        Bucket=settings.S3_BUCKET,
        Key=video.object_key,
        UploadId=video.upload_id,
        PartNumber=1,
        Body=b"12345",
    )
    return str(video.id), part["ETag"]


def make_invitation(cast: Cast, email: str) -> tuple[Invitation, str]:
    """Invite an address; return the invitation and its secret, which else only the mail has."""
    batch, _found = send_invitations(
        access=cast.access("owner"), emails=[email], role=Role.REVIEWER
    )
    secret = new_token()
    rows = Invitation.objects.filter(batch=batch)
    rows.update(token_digest=hash_token(secret), status="sent")
    cancel(INVITATION_MAIL, [row.id for row in rows])
    return rows.get(), secret


FORMS = {
    "PUT api/v1/users/me/avatar": "avatar",
    "POST api/v1/screenshots": "screenshot",
    "POST api/upload": "screenshot",
    "POST api/v1/videos/{id}/import": "file",
}
"""Requests with a form, and the field of its file."""


def form(name: str, color: str = "teal") -> bytes:
    """Return a request's form with a picture of a colour, or with a table that names it."""
    if FORMS[name] == "file":
        table = SimpleUploadedFile("notes.csv", f"timestamp,content\n1,{color}\n".encode())
        return encode_multipart(BOUNDARY, {"file": table})
    file = BytesIO()
    Image.new("RGB", (8, 8), color).save(file, "PNG")
    upload = SimpleUploadedFile("me.png", file.getvalue(), content_type="image/png")
    return encode_multipart(BOUNDARY, {FORMS[name]: upload})


def send(
    person: Person,
    name: str,
    things: Things,
    *,
    body: bytes | None = None,
    content_type: str = "application/json",
    **headers: str,
) -> Any:
    """Send the request `name`, such as `GET api/v1/projects/{id}`, as the person.

    `body` replaces the good one; in the headers' names `_` stands for `-`.
    """
    method, route = route_of(name)
    url = things.url(route)
    if query := queries(things).get(name):
        url += f"?{query}"
    if body is None and name in FORMS:
        body = form(name)
    if name in FORMS and content_type == "application/json":
        content_type = MULTIPART_CONTENT
    if body is None:
        good = bodies(things).get(name)
        body = b"" if good is None else json.dumps(good).encode()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if person.token:
        given["Authorization"] = f"Bearer {person.token}"
    if route == "api/v1/tokens/cookie":
        given.setdefault("Origin", "http://testserver")  # only pages may use it
    return Client(raise_request_exception=False).generic(
        method, url, body, content_type, headers=given
    )
