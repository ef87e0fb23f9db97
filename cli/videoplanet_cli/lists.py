"""Lists of projects and videos."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from videoplanet_cli.api import Api
from videoplanet_cli.login import AsJson
from videoplanet_cli.names import project_id
from videoplanet_cli.output import Column, print_rows
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import Project, VideoResponse

ProjectName = Annotated[
    str, typer.Option("--project", "-p", help=_("The project: its name, id or link."))
]


def projects(*, as_json: AsJson = False) -> None:
    """List one's projects."""
    columns: list[Column[Project]] = [
        Column(_("Name"), lambda row: row["name"], is_text=True),
        Column(_("Your role"), lambda row: row["role"]),
        Column(_("Videos"), lambda row: row["videos_count"], is_number=True),
        Column(_("Open"), lambda row: row["open_feedback_count"], is_number=True),
        Column(_("Last change"), lambda row: local(row["last_activity_at"])),
        Column("ID", lambda row: row["id"], is_id=True),
    ]
    print_rows(Api.connect().rows("projects"), columns, as_json=as_json)


def videos(
    project: ProjectName,
    status: Annotated[
        str | None,
        typer.Option(help=_("Only these: uploading, processing, ready, failed.")),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the videos of a project, newest first."""
    api = Api.connect()
    columns: list[Column[VideoResponse]] = [
        Column(_("Title"), lambda row: row["title"], is_text=True),
        Column(_("Version"), lambda row: row["version"], is_number=True),
        Column(_("Status"), lambda row: row["status"]),
        Column(_("Review"), lambda row: row["review_status"]),
        Column(_("Length"), lambda row: length(row["duration"]), is_number=True),
        Column(_("Uploaded"), lambda row: local(row["created_at"])),
        Column("ID", lambda row: row["id"], is_id=True),
    ]
    rows = api.rows("videos", project_id=project_id(api, project), status=status)
    print_rows(rows, columns, as_json=as_json)


def local(text: str, form: str = "%Y-%m-%d %H:%M") -> str:
    """Return a time of the API as the clock here shows it."""
    return datetime.fromisoformat(text).astimezone().strftime(form)


def length(seconds: float | None) -> str:
    """Return a duration as h:mm:ss; empty while it is not known."""
    return "" if seconds is None else clock(round(seconds))


def clock(seconds: float) -> str:
    """Return a moment as h:mm:ss.mmm, which `--at` takes again."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, thousandths = divmod(rest, 1000)
    fraction = f".{thousandths:03}".rstrip("0").rstrip(".")
    text = f"{minutes:02}:{whole:02}" if hours else f"{minutes}:{whole:02}"
    return f"{hours}:{text}{fraction}" if hours else f"{text}{fraction}"
