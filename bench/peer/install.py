"""Puts zou, Kitsu's API, into a folder with a Python environment of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

from devstack.engines import CHECKOUT

VERSION = "1.0.97"
UVS = ("uv", str(CHECKOUT / ".uv" / "bin" / "uv"))
"""Where `make install` finds it, or puts it."""


def install(folder: Path) -> None:
    """Make the environment in a new folder and install zou there, with this Python.

    Raises RuntimeError without uv, CalledProcessError if uv fails.
    """
    uv = next(filter(None, map(shutil.which, UVS)), None)
    if uv is None:
        raise RuntimeError("uv is missing: run `make install`")
    for command in (
        (uv, "venv", "--python", sys.executable, str(folder)),
        (uv, "pip", "install", "--python", str(folder / "bin" / "python"), f"zou=={VERSION}"),
    ):
        subprocess.run(command, check=True)
    print(f"zou {VERSION} is in {folder}")


def is_installed(folder: Path) -> bool:
    """Say whether zou is there."""
    return (folder / "bin" / "zou").exists() and (folder / "bin" / "gunicorn").exists()
