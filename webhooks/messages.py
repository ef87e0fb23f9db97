"""What is sent: the event as sockets get it, or for a chat a sentence with a link.

Texts that users wrote go into messages that a chat reads as markup: each chat's own signs are
escaped, and nobody is notified by an @ in them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from orjson import loads

from feedbacks.models import Feedback
from projects.models import Role
from users.models import User
from videoplanet.api.output import Reader, finished
from videoplanet.api.rendering import dumps
from videoplanet.mail.letter import one_line
from videos.models import Video
from webhooks.models import Webhook

TEST, GAP = "webhook.test", "webhook.gap"
EXCERPT_MAX = 300
NAME_MAX = 100

SENTENCES = {
    "feedback.created": _("%(actor)s gave feedback on “%(video)s” (%(time)s)"),
    "feedback.updated": _("%(actor)s changed feedback on “%(video)s” (%(status)s)"),
    "feedback.deleted": _("%(actor)s deleted feedback"),
    "comment.added": _("%(actor)s commented on “%(video)s” (%(time)s)"),
    "comment.updated": _("%(actor)s changed a comment on “%(video)s” (%(time)s)"),
    "comment.deleted": _("%(actor)s deleted a comment"),
    "reaction.added": _("%(actor)s reacted with %(emoji)s"),
    "reaction.removed": _("%(actor)s took back the reaction %(emoji)s"),
    "video.created": _("%(actor)s added the video “%(title)s”"),
    "video.updated": _("The video “%(title)s” has changed"),
    "video.deleted": _("%(actor)s deleted a video"),
    "member.joined": _("%(member)s joined the project"),
    "member.updated": _("%(member)s is now: %(role)s"),
    "member.removed": _("Somebody left the project"),
    "token.created": _("%(actor)s made the access token “%(member)s”"),
    "token.ended": _("The access token “%(member)s” was ended"),
    "project.updated": _("The project is now called “%(project)s”"),
    "user.updated": _("%(member)s has changed their profile"),
    TEST: _("This is a test. What happens in the project will appear here."),
    GAP: _("Some events are no longer in the log and could not be sent."),
}


def event_body(webhook: Webhook, event_json: str) -> bytes | None:
    """Return what is sent for a logged event; None for one of which a chat has nothing to say."""
    if webhook.is_chat:
        return chat_body(webhook, loads(event_json))
    # Addresses are left out, as they are for guests.
    reader = Reader(settings.PUBLIC_URL, webhook.language, is_guest=True, paths=True)
    head = b'{"project_id" : "%s", ' % str(webhook.project_id).encode()
    return head + finished(event_json.encode(), reader)[1:]


def own_body(webhook: Webhook, event: Mapping[str, Any]) -> bytes:
    """Return what is sent for a message about the webhook itself: a test, or a gap."""
    if webhook.is_chat:
        return chat_body(webhook, event) or b""
    return dumps({"project_id": str(webhook.project_id), **event})


@dataclass(frozen=True, slots=True)
class _Line:
    """A message to a chat, not yet escaped."""

    project: str
    sentence: str
    excerpt: str
    url: str


def chat_body(webhook: Webhook, event: Mapping[str, Any]) -> bytes | None:
    """Return the message to a chat; None for an event whose text was removed meanwhile."""
    if event["payload"].get("redacted"):
        return None
    with translation.override(webhook.language):
        line = _line(webhook, event)
    return dumps(FORMS[webhook.Kind(webhook.kind)](line))


def _line(webhook: Webhook, event: Mapping[str, Any]) -> _Line:
    payload = event["payload"]
    feedback = _feedback(event)
    video_id = feedback.video_id if feedback else payload.get("video_id")
    if event["type"].startswith("video."):
        video_id = payload["id"] if "title" in payload else None
    video = Video.objects.filter(id=video_id).only("title").first() if video_id else None
    person = payload.get("user") or payload
    values = {
        "actor": _actor(event),
        "video": video.title if video else "–",
        "time": _clock(feedback.video_timestamp) if feedback else "–",
        "status": Feedback.Status(feedback.status).label if feedback else "–",
        "emoji": payload.get("emoji", ""),
        "title": payload.get("title", ""),
        "member": person.get("name") or "–",
        "role": Role(payload["role"]).label if payload.get("role") in Role.values else "–",
        "project": payload.get("name") or webhook.project.name,
    }
    values = {name: one_line(str(value), NAME_MAX) for name, value in values.items()}
    return _Line(
        project=one_line(webhook.project.name, NAME_MAX),
        sentence=str(SENTENCES[event["type"]]) % values,
        excerpt=one_line(str(payload.get("content") or ""), EXCERPT_MAX),
        url=_url(webhook.project_id, video, feedback),
    )


def _feedback(event: Mapping[str, Any]) -> Feedback | None:
    """Return the feedback that an event is about, if it is still there."""
    payload = event["payload"]
    of_feedback = event["type"].startswith("feedback.") or payload.get("target") == "feedback"
    row_id = payload.get("target_id", payload.get("id")) if of_feedback else None
    row_id = row_id or payload.get("feedback_id")
    return Feedback.objects.filter(id=row_id).first() if row_id else None


def _actor(event: Mapping[str, Any]) -> str:
    actor = event.get("actor")
    name = User.objects.filter(id=actor).values_list("name", flat=True).first() if actor else None
    return name or "VideoPlanet"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"


def _url(project_id: UUID, video: Video | None, feedback: Feedback | None) -> str:
    url = f"{settings.FRONTEND_URL}/projects/{project_id}"
    if video:
        url += f"/videos/{video.id}"
    if video and feedback:
        url += "?" + urlencode({"feedback": feedback.id, "t": feedback.video_timestamp})
    return url


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:])")


def _slack(line: _Line) -> dict[str, Any]:
    """Return a message as Slack's incoming webhooks take it.

    Slack reads `&`, `<` and `>` as its own; whoever writes `@channel` is not heard without them.
    """

    def escaped(text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return re.sub(r"([*_~`|])", "\u200b\\1\u200b", text)

    text = f"*{escaped(line.project)}*\n<{line.url}|{escaped(line.sentence)}>"
    if line.excerpt:
        text += f"\n> {escaped(line.excerpt)}"
    return {"text": text, "unfurl_links": False, "unfurl_media": False}


def _markdown(line: _Line) -> str:
    def escaped(text: str) -> str:
        # The invisible space is for @everyone and @here.
        return _MARKDOWN.sub(r"\\\1", text).replace("@", "@\u200b")

    text = f"**{escaped(line.project)}**\n[{escaped(line.sentence)}](<{line.url}>)"
    return text + (f"\n> {escaped(line.excerpt)}" if line.excerpt else "")


def _discord(line: _Line) -> dict[str, Any]:
    """Return a message as Discord's webhooks take it: nobody is mentioned, nothing is embedded."""
    return {"content": _markdown(line), "allowed_mentions": {"parse": []}, "flags": 4}


def _mattermost(line: _Line) -> dict[str, Any]:
    """Return a message as Mattermost's incoming webhooks take it."""
    return {"text": _markdown(line)}


FORMS = {
    Webhook.Kind.SLACK: _slack,
    Webhook.Kind.DISCORD: _discord,
    Webhook.Kind.MATTERMOST: _mattermost,
}
