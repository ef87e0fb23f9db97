"""Programs for which there is no wheel: what is installed, else the distribution's package."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

from devstack.environment import VAR
from devstack.service import StackError

_FOLDER = VAR / "packages"
_PLACES = ("usr/sbin", "usr/bin")


class NoProgramError(StackError):
    """It is not installed, and no package of it can be unpacked on this system."""


def program(name: str, *packages: str) -> str:
    """Return a program's path; `packages` are those of Debian and Ubuntu that it needs.

    Raises NoProgramError where there is neither, and StackError if the download fails.
    """
    if installed := shutil.which(name) or shutil.which(name, path="/usr/sbin"):
        return installed
    folder = _FOLDER / packages[0]
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:  # tests run in parallel
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _unpack(name, packages, folder)
    return str(next(found for place in _PLACES if (found := folder / place / name).exists()))


def _unpack(name: str, packages: tuple[str, ...], folder: Path) -> None:
    """Unpack packages without root, with lists of our own: apt's are root's."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NoProgramError(f"There is no {name} here. Install it (brew install {packages[0]}).")
    apt = VAR / "apt"
    downloads = apt / packages[0]
    for place in (apt / "lists/partial", apt / "cache/archives/partial", downloads):
        place.mkdir(parents=True, exist_ok=True)
    options = [
        *("-o", f"Dir::State::Lists={apt}/lists", "-o", f"Dir::Cache={apt}/cache"),
        *("-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="),
    ]
    for command in (["update"], ["download", *packages]):
        done = subprocess.run(
            ["apt-get", *options, "-qq", *command],
            cwd=downloads,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackError(f"{name} can't be downloaded: {done.stderr.strip()}")
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    for package in sorted(downloads.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, draft], check=True)
    draft.replace(folder)
