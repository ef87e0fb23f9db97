"""Feedback as a file for another program."""

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import httpx
import typer

from videoplanet_cli.api import Api
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.feedback import OptionalProject, OptionalVideo, Statuses, Words
from videoplanet_cli.names import project_id, video_id
from videoplanet_cli.output import clean, tell
from videoplanet_cli.texts import _

FORMATS = (
    "edl_resolve, edl_avid, avid_markers, fcpxml, premiere_xml, premiere_csv, otio, csv, json, srt,"
    " vtt, pdf"
)
Format = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=FORMATS)]
AllVersions = Annotated[bool, typer.Option("--all-versions", help=_("All versions of the video."))]
IncludePrevious = Annotated[
    bool, typer.Option("--include-previous", help=_("Also what is open on earlier versions."))
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", help=_("The file, a folder, or - for standard output.")),
]
Force = Annotated[bool, typer.Option("--force", help=_("Replace a file that exists."))]


def export(
    format: Format,
    video: OptionalVideo = None,
    project: OptionalProject = None,
    all_versions: AllVersions = False,
    include_previous: IncludePrevious = False,
    status: Statuses = None,
    words: Words = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Save an export under the name that the server gives it, or under another one."""
    api = Api.connect()
    if (video is None) == (project is None):
        raise Failure(_("Name a video, or a project with --project."), Code.USAGE)
    if project is not None:
        path = f"projects/{project_id(api, project)}/export"
    else:
        path = f"videos/{video_id(api, video or '')}/{'versions/' if all_versions else ''}export"
    given = {
        "format": format,
        "status": status or None,
        "q": words,
        "include_previous": "open" if include_previous else None,
    }
    params = httpx.QueryParams({name: value for name, value in given.items() if value is not None})
    with api.download(path, params) as answer:
        if output == "-":
            for piece in answer.iter_bytes():
                sys.stdout.buffer.write(piece)
            sys.stdout.flush()
        else:
            tell(str(_save(answer, output, force=force)))


def _save(answer: httpx.Response, output: str | None, *, force: bool) -> Path:
    """Save an answer, whole or not at all; return the file."""
    target = Path(output or ".")
    if target.is_dir():
        target /= _name(answer.headers.get("Content-Disposition", ""))
    if target.exists() and not force:
        hint = _("{path} exists: name another file with --output, or replace it with --force.")
        raise Failure(hint.format(path=target), Code.USAGE)
    with NamedTemporaryFile(dir=target.parent, prefix=".vp-", delete=False) as file:
        partial = Path(file.name)
        try:
            for piece in answer.iter_bytes():
                file.write(piece)
        except BaseException:
            file.close()
            partial.unlink()
            raise
    partial.chmod(0o644)
    partial.replace(target)
    return target


def _name(disposition: str) -> str:
    """Return the file name of the header (RFC 6266), without any folder in it."""
    name = "feedback"
    for part in disposition.split(";")[1:]:
        key, _equals, value = part.strip().partition("=")
        if key == "filename*":
            name = httpx.QueryParams(f"name={value.partition("''")[2]}").get("name", name)
            break
        if key == "filename":
            name = value.strip('"')
    return clean(name).replace("\\", "/").rpartition("/")[2].strip(". ") or "feedback"
