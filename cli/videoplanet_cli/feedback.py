"""Feedback: the list of it, giving it at a moment of a video, and answering it."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from videoplanet_cli.api import Api
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.lists import clock
from videoplanet_cli.login import AsJson
from videoplanet_cli.moments import moment
from videoplanet_cli.names import project_id, video_of
from videoplanet_cli.output import Column, print_json, print_rows, tell
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import CommentResponse, FeedbackResponse

app = typer.Typer(help=_("List feedback, or give some."), no_args_is_help=True)

VideoName = Annotated[str, typer.Argument(metavar="VIDEO", help=_("The video: its id or link."))]
OptionalVideo = Annotated[
    str | None, typer.Argument(metavar="VIDEO", help=_("The video: its id or link."))
]
OptionalProject = Annotated[
    str | None,
    typer.Option("--project", "-p", help=_("Instead of a video, all of a project.")),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", help=_("Only these: open, in_progress, resolved, closed.")),
]
Words = Annotated[str | None, typer.Option("--words", "-q", help=_("Only what has these words."))]
Content = Annotated[
    str, typer.Argument(metavar="TEXT", help=_("The text; - reads it from standard input."))
]
Key = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        help=_("For scripts: the same key within a day does it once, however often it runs."),
    ),
]


@app.command("list", help=_("List the feedback of a video or a project."))
def list_feedback(
    video: OptionalVideo = None,
    project: OptionalProject = None,
    status: Statuses = None,
    words: Words = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List feedback in the order of time."""
    api = Api.connect()
    params: dict[str, Any] = {"status": status or None, "q": words}
    params |= wanted(api, video, project)
    columns: list[Column[FeedbackResponse]] = [
        Column(_("At"), lambda row: row["timecode"] or clock(row["timestamp"])),
        Column(_("Status"), lambda row: row["status"]),
        Column(_("Priority"), lambda row: row["priority"]),
        Column(_("Author"), lambda row: row["user"]["name"]),
        Column(_("Text"), lambda row: row["content"], is_text=True),
        Column(_("Comments"), lambda row: row["comments_count"], is_number=True),
        Column("ID", lambda row: row["id"], is_id=True),
    ]
    print_rows(api.rows("feedbacks", **params), columns, as_json=as_json)


@app.command("add", help=_("Give feedback at a moment of a video."))
def add(
    video: VideoName,
    text: Content,
    at: Annotated[
        str,
        typer.Option(
            help=_("The moment: timecode 01:00:12:14, time 1:23.5, seconds 83.5 or frame 374f.")
        ),
    ],
    until: Annotated[
        str | None, typer.Option(help=_("The end of a range, in the same forms."))
    ] = None,
    priority: Annotated[str | None, typer.Option(help="low, medium, high, critical")] = None,
    tag: Annotated[list[str] | None, typer.Option(help=_("May be given several times."))] = None,
    key: Key = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Give feedback."""
    api = Api.connect()
    read = video_of(api, video)
    body: dict[str, Any] = {"video_id": read["id"], "content": text_of(text), **moment(at, read)}
    if until:
        body |= {f"end_{name}": value for name, value in moment(until, read).items()}
    body |= {"priority": priority} if priority else {}
    body |= {"tags": tag} if tag else {}
    made: FeedbackResponse = api.create("feedbacks", body, key=key)
    if as_json:
        print_json(made)
        return
    place = made["timecode"] or clock(made["timestamp"])
    tell(f"{made['id']}\t{place}")


def comment(
    feedback: Annotated[str, typer.Argument(metavar="FEEDBACK", help=_("The id of the feedback."))],
    text: Content,
    reply_to: Annotated[
        str | None, typer.Option(help=_("The id of the comment that this answers."))
    ] = None,
    key: Key = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Answer a feedback."""
    body = {"feedback_id": feedback, "content": text_of(text)}
    body |= {"parent_id": reply_to} if reply_to else {}
    made: CommentResponse = Api.connect().create("comments", body, key=key)
    if as_json:
        print_json(made)
    else:
        tell(made["id"])


def wanted(api: Api, video: str | None, project: str | None) -> dict[str, str]:
    """Return the parameters that name a video or a project, of which one was given."""
    if (video is None) == (project is None):
        raise Failure(_("Name a video, or a project with --project."), Code.USAGE)
    if project is not None:
        return {"project_id": project_id(api, project)}
    read = video_of(api, video or "")
    return {"project_id": read["project_id"], "video_id": read["id"]}


def text_of(text: str) -> str:
    """Return what was written; `-` stands for standard input."""
    return sys.stdin.read().strip() if text == "-" else text
