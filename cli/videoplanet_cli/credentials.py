"""Which server is asked, with which token.

VP_TOKEN and VP_URL come first. Otherwise it is what `vp login` has kept in a file that only its
owner may read (decision 0041 says why it is no keyring). A token is kept with its server and is
sent to no other one.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import typer

from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.texts import _

SECRET = re.compile(r"vp_[0-9A-Za-z]{49}")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A VideoPlanet and the token for it. `url` has neither a path nor a slash at its end."""

    url: str
    token: str
    from_environment: bool = False


def folder() -> Path:
    """Return where vp keeps things: ~/.config/videoplanet, or what the system has instead."""
    return Path(typer.get_app_dir("videoplanet"))


def address_of(text: str) -> str:
    """Return a server's URL from what somebody typed or copied from the browser."""
    if text.startswith("vp_"):
        hint = _(
            "That looks like a token. Arguments are visible to others and stay in the shell's"
            " history: end this token on the page of access tokens, make another one, and give"
            " it when you are asked, or by standard input."
        )
        raise Failure(hint, Code.USAGE)
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        parts = parts._replace(netloc="")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Failure(_("{text} is no address of a server.").format(text=text), Code.USAGE)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def is_unprotected(url: str) -> bool:
    """Say whether others on the network could read what is sent to a server."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname not in LOOPBACK


def current() -> Server:
    """Return the server to ask. Raises Failure if nobody has logged in."""
    kept = _read()
    url, token = os.environ.get("VP_URL"), os.environ.get("VP_TOKEN")
    url = address_of(url) if url else kept["current"]
    if not url:
        text = _("There is no server yet: log in with `vp login`, or set VP_URL and VP_TOKEN.")
        raise Failure(text, Code.NOT_LOGGED_IN)
    if token:
        return Server(url, token.strip(), from_environment=True)
    if url not in kept["tokens"]:
        text = _("There is no token for {url}: log in with `vp login {url}`, or set VP_TOKEN.")
        raise Failure(text.format(url=url), Code.NOT_LOGGED_IN)
    return Server(url, kept["tokens"][url])


def keep(server: Server) -> Path:
    """Keep a server and its token as the current ones; return the file."""
    kept = _read()
    return _write({"current": server.url, "tokens": kept["tokens"] | {server.url: server.token}})


def forget(url: str | None) -> str | None:
    """Forget the token of a server, the current one if none is named; return whose it was."""
    kept = _read()
    url = url or kept["current"]
    if url not in kept["tokens"]:
        return None
    del kept["tokens"][url]
    if kept["current"] == url:
        kept["current"] = None
    _write(kept)
    return url


def write_private(path: Path, content: Any) -> None:
    """Write a JSON file that only its owner may read, whole or not at all."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    # A temporary file has the mode 0600 from its first moment.
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    Path(file.name).replace(path)


def _file() -> Path:
    return folder() / "credentials.json"


def _read() -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        kept = {}
    except ValueError:
        text = _("{path} can't be read: delete it and log in again.")
        raise Failure(text.format(path=_file()), Code.NOT_LOGGED_IN) from None
    return {"current": None, "tokens": {}} | kept


def _write(kept: dict[str, Any]) -> Path:
    write_private(_file(), kept)
    return _file()
