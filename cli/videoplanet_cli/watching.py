"""What happens in a project, live: as sentences, or as the events themselves for programs."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from videoplanet_cli.api import Api
from videoplanet_cli.lists import clock, local
from videoplanet_cli.live import Live
from videoplanet_cli.names import project_id
from videoplanet_cli.output import one_line, say, tell
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import Member

SENTENCES = {
    "feedback.created": _("{who} gave feedback at {at}: {text}"),
    "feedback.updated": _("Feedback at {at} is {status}: {text}"),
    "feedback.deleted": _("{who} deleted a feedback."),
    "comment.added": _("{who} commented: {text}"),
    "comment.updated": _("{who} changed a comment: {text}"),
    "comment.deleted": _("{who} deleted a comment."),
    "reaction.added": _("{who} reacted with {emoji}"),
    "reaction.removed": _("{who} took {emoji} back."),
    "video.created": _("{who} began to upload {title}, version {version}."),
    "video.updated": _("{title}, version {version}, is {status}; review: {review}."),
    "video.deleted": _("{who} deleted a video."),
    "member.joined": _("{name} joined as {role}."),
    "member.updated": _("{name} is {role} now."),
    "member.removed": _("{who} removed a member, or one has left."),
    "project.updated": _("The project is called {name}."),
    "project.deleted": _("{who} deleted the project."),
    "user.updated": _("{name} changed their profile."),
    "token.created": _("{who} made the access token {name}."),
    "token.ended": _("The access token {name} has ended."),
}


def watch(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help=_("The project: its name, id or link."))
    ],
    after: Annotated[
        int | None,
        typer.Option(min=0, help=_("Begin after this event (its seq) instead of now.")),
    ] = None,
    log_id: Annotated[
        str | None,
        typer.Option(help=_("The log that --after counts in, from connection.ready.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print each frame as a line of JSON."))
    ] = False,
) -> None:
    """Print each event until Ctrl-C; after a broken line it goes on without a gap."""
    api = Api.connect()
    found = project_id(api, project)
    names: dict[str | None, str] = {}
    if not as_json:
        members: list[Member] = list(api.rows(f"projects/{found}/members"))
        names |= {member["user"]["id"]: member["user"]["name"] for member in members}
        say(_("Watching. Ctrl-C ends it."))
    for frame in Live(api, found, after, log_id).frames():
        if as_json:
            print(json.dumps(frame, ensure_ascii=False), flush=True)
        elif frame["type"] == "connection.resync":
            say(_("Some events are no longer there: what comes now follows a gap."))
        elif sentence := describe(frame, names):
            tell(f"{local(frame['at'], '%H:%M:%S')}  {sentence}")


def describe(event: dict[str, Any], names: dict[str | None, str]) -> str | None:
    """Return an event as a sentence; None for one that has none."""
    payload = event["payload"]
    sentence = SENTENCES.get(event["type"])
    if sentence is None or payload.get("redacted"):
        return None
    user = payload.get("user") or payload.get("uploader") or {}
    if user:
        names[user["id"]] = user["name"]
    return sentence.format(
        who=names.get(event["actor"]) or _("Somebody"),
        at=payload.get("timecode") or clock(payload.get("timestamp") or 0),
        text=one_line(payload.get("content", "")),
        status=payload.get("status", ""),
        review=payload.get("review_status", ""),
        title=one_line(payload.get("title", "")),
        version=payload.get("version", ""),
        emoji=one_line(payload.get("emoji", "")),
        name=one_line(payload.get("name") or user.get("name", "")),
        role=payload.get("role", ""),
    )
