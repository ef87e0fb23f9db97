"""`make check` and `make schema`: what can be checked without an engine.

Every step runs, also after one failed; the exit code is 1 if any did. With --write-schema only
docs/openapi.yaml is written anew.
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

SCHEMA = CHECKOUT / "docs" / "openapi.yaml"
_DIFF_LINES = 60
# The rest of the developer's environment must not decide what the checks say.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "FORCE_COLOR")
_BIN = Path(sys.executable).parent


def main() -> int:
    """Run the steps; the exit code."""
    os.chdir(CHECKOUT)
    if sys.argv[1:] == ["--write-schema"]:
        return 0 if write_schema(SCHEMA) else 1
    python, manage = sys.executable, (sys.executable, "manage.py")
    steps: dict[str, Callable[[], bool]] = {
        "ruff check": partial(_run, python, "-m", "ruff", "check", "."),
        "ruff format": partial(_run, python, "-m", "ruff", "format", "--check", "."),
        "mypy": partial(_run, python, "-m", "mypy"),
        "import-linter": partial(_run, str(_BIN / "lint-imports")),
        "migrations": partial(_run, python, "-m", "devstack.check_migrations"),
        "settings": partial(_run, *manage, "check", "--deploy", "--fail-level", "WARNING"),
        "openapi": schema_is_current,
    }
    failed = [name for name, step in steps.items() if not _timed(name, step)]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall checks passed")
    return 1 if failed else 0


def write_schema(path: Path) -> bool:
    """Write the OpenAPI document; False if making it failed or warned."""
    options = ("--validate", "--fail-on-warn", "--file", str(path))
    return _run(sys.executable, "manage.py", "spectacular", *options)


def schema_is_current() -> bool:
    """Compare docs/openapi.yaml with what the code would write and show the difference."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        if not write_schema(fresh):
            return False
        old = SCHEMA.read_text().splitlines() if SCHEMA.exists() else []
        new = fresh.read_text().splitlines()
    lines = difflib.unified_diff(old, new, "docs/openapi.yaml", "the code", lineterm="")
    difference = list(islice(lines, _DIFF_LINES))
    if difference:
        print(*difference, "Write it anew with `make schema` and look at the change.", sep="\n")
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
