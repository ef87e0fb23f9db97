"""Projects and videos as people name them: an id, a link of the room, a project's name."""

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from videoplanet_cli.api import Api
from videoplanet_cli.credentials import address_of
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import Project, VideoResponse

_LINK = re.compile(r"/projects/([^/]+)(?:/videos/([^/]+))?/?")


def project_id(api: Api, text: str) -> str:
    """Return the id of a project. Raises Failure."""
    if _is_id(text):
        return text
    if link := _link(api, text):
        return link[0]
    wanted = _folded(text)
    projects: list[Project] = list(api.rows("projects"))
    found = [each["id"] for each in projects if _folded(each["name"]) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        hint = _("Several projects have the name {name}: say which by its id.\n{ids}")
        raise Failure(hint.format(name=text, ids="\n".join(found)), Code.REFUSED)
    hint = _("You have no project {name}. `vp projects` lists yours.")
    raise Failure(hint.format(name=text), Code.NOT_FOUND)


def video_id(api: Api, text: str) -> str:
    """Return the id of a video. Raises Failure."""
    if _is_id(text):
        return text
    link = _link(api, text)
    if link and link[1]:
        return link[1]
    hint = _("{text} is neither a video's id nor its link. `vp videos` lists the ids.")
    raise Failure(hint.format(text=text), Code.USAGE)


def video_of(api: Api, text: str) -> "VideoResponse":
    """Read a video. Raises Failure."""
    video: VideoResponse = api.get(f"videos/{video_id(api, text)}")
    return video


def link_of(api: Api, video: "VideoResponse") -> str:
    """Return the address at which people see a video."""
    return f"{api.server.url}/projects/{video['project_id']}/videos/{video['id']}"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _link(api: Api, text: str) -> tuple[str, str | None] | None:
    if not text.startswith(("http://", "https://")):
        return None
    match = _LINK.fullmatch(urlsplit(text).path)
    if not match:
        return None
    if address_of(text) != api.server.url:
        hint = _("{text} is on another server than {url}, where you are logged in.")
        raise Failure(hint.format(text=text, url=api.server.url), Code.USAGE)
    return match[1], match[2]


def _folded(name: str) -> str:
    # macOS takes Hangul in names apart into letters.
    return unicodedata.normalize("NFC", name).casefold().strip()
