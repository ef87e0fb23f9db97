"""`make check`, `make schema` and `make migrations`: what can be checked without an engine.

Every step runs, even after another one failed; the exit code is 1 if any did. With --write-schema
only the DOCUMENTS in docs/ and what is generated from them in web/ and cli/ are written, with
--write-migrations only migrations.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from devstack.engines import CHECKOUT
from devstack.environment import read_env_file

# The documents that the code writes; manage.py's command for each, without the file's name.
DOCUMENTS = {
    "openapi.yaml": ("spectacular", "--validate", "--fail-on-warn", "--file"),
    "asyncapi.yaml": ("write_asyncapi", "--file"),
    "schema.graphql": ("write_graphql_schema", "--file"),
}
_DIFF_LINES = 60
# Nothing else in the developer's environment may influence the checks. npm needs the proxy and its
# certificate where a network has them.
_PROXY = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "NODE_EXTRA_CA_CERTS")
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "FORCE_COLOR", *_PROXY)
_BIN = Path(sys.executable).parent


def main() -> int:
    """Run the steps and return the exit code."""
    os.chdir(CHECKOUT)
    if sys.argv[1:] == ["--write-schema"]:
        written = [write_document(name, CHECKOUT / "docs" / name) for name in DOCUMENTS]
        # The front end's client and the types of cli/ are generated from the first of them.
        written.append(_run(sys.executable, "-m", "devstack.check_front_end", "--write"))
        written.append(_run(sys.executable, "-m", "devstack.check_cli", "--write"))
        return 0 if all(written) else 1
    if sys.argv[1:] == ["--write-migrations"]:
        return 0 if _run(sys.executable, "-m", "devstack.check_migrations", "--write") else 1
    python, manage = sys.executable, (sys.executable, "manage.py")
    steps: dict[str, Callable[[], bool]] = {
        "ruff check": partial(_run, python, "-m", "ruff", "check", "."),
        "ruff format": partial(_run, python, "-m", "ruff", "format", "--check", "."),
        "sizes": partial(_run, python, "-m", "devstack.check_sizes"),
        "mypy": partial(_run, python, "-m", "mypy"),
        "import-linter": partial(_run, str(_BIN / "lint-imports")),
        "texts": partial(_run, python, "-m", "devstack.check_texts"),
        "migrations": partial(_run, python, "-m", "devstack.check_migrations"),
        "migration locks": partial(_run, python, "-m", "devstack.check_locks"),
        "workflows": partial(_run, python, "-m", "devstack.check_workflows"),
        "settings": partial(_run, *manage, "check", "--deploy", "--fail-level", "WARNING"),
        **{name: partial(document_is_current, name) for name in DOCUMENTS},
        "cli": partial(_run, python, "-m", "devstack.check_cli"),
        "web": partial(_run, python, "-m", "devstack.check_front_end"),
    }
    failed = [name for name, step in steps.items() if not _timed(name, step)]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall checks passed")
    return 1 if failed else 0


def write_document(name: str, path: Path) -> bool:
    """Write a document; return False if the command failed or warned."""
    return _run(sys.executable, "manage.py", *DOCUMENTS[name], str(path))


def document_is_current(name: str) -> bool:
    """Compare docs/<name> with what the code would write and show the difference."""
    kept = CHECKOUT / "docs" / name
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / name
        if not write_document(name, fresh):
            return False
        old = kept.read_text().splitlines() if kept.exists() else []
        new = fresh.read_text().splitlines()
    lines = difflib.unified_diff(old, new, f"docs/{name}", "the code", lineterm="")
    difference = list(islice(lines, _DIFF_LINES))
    if difference:
        print(*difference, "Write it with `make schema` and look at the change.", sep="\n")
    return not difference


def _timed(name: str, step: Callable[[], bool]) -> bool:
    print(f"\n── {name}", flush=True)
    start = time.monotonic()
    passed = step()
    print(f"{'passed' if passed else 'FAILED'} in {time.monotonic() - start:.1f} s", flush=True)
    return passed


def _run(*command: str) -> bool:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    env = inherited | read_env_file(CHECKOUT / "devstack" / "production-check.env")
    return subprocess.run(command, env=env, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
