"""Builds web/ when something of it changed: `python -m devstack.front_end`.

The result is web/out: files that any web server can serve (`npm run build` makes them elsewhere).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from devstack import node
from devstack.node import WEB, NodeError

OUT = WEB / "out"
_BUILT = OUT / ".built"
# What a build reads; tests and their settings are no part of it.
_FOLDERS = ("src", "public", "scripts")
_FILES = ("package.json", "package-lock.json", "next.config.ts", "tsconfig.json")


def main() -> int:
    """Build if needed and say what takes long; return 1 if that failed."""
    try:
        build(lambda text: print(text, flush=True))
    except (NodeError, subprocess.SubprocessError) as error:
        print(error, "The pages of web/ could not be built, see above.", sep="\n", flush=True)
        return 1
    return 0


def build(say: Callable[[str], None] = lambda _: None) -> None:
    """Make web/out, unless it is of what web/ holds now. Raises NodeError."""
    with node.locked("web"):
        inputs = _fingerprint()
        if _BUILT.exists() and _BUILT.read_text() == inputs:
            return
        start = time.monotonic()
        if not node.packages_are_installed():
            say("installing the packages of web/package-lock.json (once, about a minute)")
            node.install_packages()
        say("building the pages of web/ (again only when they change, about half a minute)")
        node.run(*node.command("next", "dist/bin/next", "build"))
        node.run(node.NODE, "scripts/list-inline-scripts.mjs")
        # .gz beside each file that gets smaller, which the server sends to whoever takes it.
        node.run(sys.executable, "-m", "whitenoise.compress", "--quiet", "--no-brotli", OUT)
        _BUILT.write_text(inputs)
        say(f"built web/out in {time.monotonic() - start:.0f} s")


def _fingerprint() -> str:
    """Return a digest of all that a build reads."""
    digest = hashlib.sha256(node.fingerprint().encode())
    for path in sorted(_inputs()):
        digest.update(f"{path.relative_to(WEB)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs() -> Iterator[Path]:
    yield from (WEB / name for name in _FILES)
    for folder in _FOLDERS:
        for path in (WEB / folder).rglob("*"):
            if path.is_file() and "__tests__" not in path.parts:
                yield path


if __name__ == "__main__":
    sys.exit(main())
