"""Uploading videos: the plan, the transfer with its progress, and what follows."""

import mimetypes
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from videoplanet_cli.api import Api
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.login import AsJson
from videoplanet_cli.names import link_of, project_id, video_of
from videoplanet_cli.output import one_line, print_json, say, tell
from videoplanet_cli.texts import _
from videoplanet_cli.transfer import Transfer
from videoplanet_cli.uploads import Begun, File

if TYPE_CHECKING:
    from videoplanet_cli.generated import VideoResponse, VideoUpload

POLL = 2.0


class Place(NamedTuple):
    """Where a video goes: a project, or the end of a stack of versions."""

    id: str
    body: dict[str, object]


def upload(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help=_("The video files.")),
    ],
    project: Annotated[
        str | None, typer.Option("--project", "-p", help=_("The project: its name, id or link."))
    ] = None,
    new_version_of: Annotated[
        str | None,
        typer.Option(help=_("Instead of a project: the video that this is the next version of.")),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help=_("The title; without it, the name of the file."))
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help=_("Wait until the video can be reviewed."))
    ] = False,
    *,
    as_json: AsJson = False,
) -> None:
    """Upload each file; print its video's id and link."""
    if len(files) > 1 and (title or new_version_of):
        raise Failure(_("--title and --new-version-of are for one file."), Code.USAGE)
    api = Api.connect()
    place = _place(api, project, new_version_of)
    for path in files:
        video = _upload(api, path, place, _title(title, path))
        if wait:
            video = _wait(api, video)
        if as_json:
            print_json(video)
        else:
            tell(f"{video['id']}\t{link_of(api, video)}")


def _place(api: Api, project: str | None, new_version_of: str | None) -> Place:
    if (project is None) == (new_version_of is None):
        raise Failure(_("Say where to: --project or --new-version-of."), Code.USAGE)
    if project is not None:
        found = project_id(api, project)
        return Place(found, {"project_id": found})
    video = video_of(api, new_version_of or "")
    newest: VideoResponse = next(api.rows(f"videos/{video['id']}/versions"))
    body: dict[str, object] = {
        "project_id": video["project_id"],
        "previous_version": newest["id"],
    }
    return Place(video["stack_id"], body)


def _upload(api: Api, path: Path, place: Place, title: str) -> "VideoResponse":
    file = File.of(path)
    body = place.body | {
        "title": title,
        # macOS takes Hangul in file names apart into letters.
        "filename": unicodedata.normalize("NFC", path.name),
        "size": file.size,
        "content_type": mimetypes.guess_type(path.name)[0] or "",
    }
    wish = (api.server.url, place.id, title)
    begun = Begun.find(wish, file, body)
    if begun.video_id:
        video = _known(api, begun.video_id)
        if video and video["status"] != "uploading":
            begun.forget()
            return video
        if video:
            say(_("Going on with the upload that was interrupted."))
        else:
            begun.forget()
            begun = Begun.find(wish, file, body)
    if begun.video_id is None:
        _begin(api, begun)
    try:
        video = _transfer(api, path, file, begun.video_id or "")
    except KeyboardInterrupt:
        say(_("Stopped. The same command goes on where it was."))
        raise
    begun.forget()
    if File.of(path) != file:
        hint = _("{path} has changed while it was sent: look at the video before you use it.")
        raise Failure(hint.format(path=path), Code.REFUSED)
    return video


def _known(api: Api, id: str) -> "VideoResponse | None":
    try:
        video: VideoResponse = api.get(f"videos/{id}")
    except Failure as failure:
        if failure.code == Code.NOT_FOUND:
            return None
        raise
    return video


def _begin(api: Api, begun: Begun) -> None:
    # Before the request too: if its answer gets lost, the same key asks for the same video.
    begun.keep()
    try:
        made: VideoUpload = api.create("videos", begun.body, key=begun.key)
    except Failure as failure:
        if failure.code != Code.UNAVAILABLE:
            begun.forget()
        raise
    begun.video_id = made["id"]
    begun.keep()


def _transfer(api: Api, path: Path, file: File, video_id: str) -> "VideoResponse":
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(one_line(path.name), total=file.size)

        def meter(sent: int) -> None:
            progress.update(task, completed=sent)

        return Transfer(api, path, video_id, meter).run()


def _wait(api: Api, video: "VideoResponse") -> "VideoResponse":
    while video["status"] == "processing":
        time.sleep(POLL)
        video = api.get(f"videos/{video['id']}")
    if video["status"] == "failed":
        raise Failure(video["failure"], Code.REFUSED)
    return video


def _title(title: str | None, path: Path) -> str:
    return unicodedata.normalize("NFC", title or path.stem)
