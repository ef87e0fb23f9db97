"""Builds web/ when something of it changed: `python -m devstack.front_end`.

The result is web/out: files that any web server can serve. Beside the pages lies the list of their
inline scripts, from which `videoplanet/front_end.py` makes each page's Content-Security-Policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from devstack import node
from devstack.node import WEB, NodeError

OUT = WEB / "out"
HASHES = "script-hashes.json"
_BUILT = OUT / ".built"
# What a build reads; tests and their settings are no part of it.
_FOLDERS = ("src", "public")
_FILES = ("package.json", "package-lock.json", "next.config.ts", "tsconfig.json")
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


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
        _write_hashes()
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


def _write_hashes() -> None:
    """List the inline scripts of each page, as a Content-Security-Policy names them."""
    hashes = {
        f"/{page.relative_to(OUT)}": sorted(
            {_source(script) for script in _INLINE_SCRIPT.findall(page.read_bytes())}
        )
        for page in sorted(OUT.rglob("*.html"))
    }
    (OUT / HASHES).write_text(json.dumps(hashes, indent=1))


def _source(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


if __name__ == "__main__":
    sys.exit(main())
