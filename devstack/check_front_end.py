"""The part of `make check` for web/: types, lint and format, layers, drift of the generated client.

With --write only the client is written: web/src/shared/api/generated.ts, from docs/openapi.yaml.
With --fix Biome formats, and fixes what it can.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from devstack import node
from devstack.node import WEB, NodeError

GENERATED = WEB / "src" / "shared" / "api" / "generated.ts"
_DIFF_LINES = 60


def main() -> int:
    """Run every step, even after one failed; return 1 if any did."""
    node.install_packages()
    if sys.argv[1:] == ["--write"]:
        write_client(GENERATED)
        return 0
    biome = node.command("@biomejs/biome", "bin/biome", "check", "--error-on-warnings")
    if sys.argv[1:] == ["--fix"]:
        print(_failure_of(lambda: node.run(*biome, "--write")) or "", end="")
        return 0
    # What TypeScript 7.0 keeps of the last run hides errors in files that did not change since.
    tsc = node.command("typescript", "bin/tsc", "--project", ".", "--incremental", "false")
    steps: list[Callable[[], object]] = [
        lambda: node.run(*tsc),
        lambda: node.run(*biome),
        lambda: node.run(*node.command("steiger", "dist/cli.mjs", "src", "--fail-on-warnings")),
        client_is_current,
    ]
    failures = [failure for step in steps if (failure := _failure_of(step))]
    print(*failures, sep="\n", end="\n" if failures else "")
    return 1 if failures else 0


def write_client(path: Path) -> None:
    """Generate the client of the API. Raises NodeError."""
    cli = "lib/bin/cli.mjs"
    generator = node.command("@rtk-query/codegen-openapi", cli, "codegen.config.cjs")
    node.run(*generator, CODEGEN_OUTPUT=str(path))


def client_is_current() -> None:
    """Compare the client with what would be generated. Raises NodeError with the difference."""
    # In the same folder: the generator writes imports that are relative to it.
    with tempfile.TemporaryDirectory(dir=GENERATED.parent) as folder:
        fresh = Path(folder) / "generated.ts"
        write_client(fresh)
        new = fresh.read_text().replace('"../base-api"', '"./base-api"').splitlines()
    old = GENERATED.read_text().splitlines()
    lines = difflib.unified_diff(old, new, str(GENERATED), "docs/openapi.yaml", lineterm="")
    if difference := list(islice(lines, _DIFF_LINES)):
        raise NodeError("\n".join([*difference, "Write it with `make schema`."]))


def _failure_of(step: Callable[[], object]) -> str | None:
    try:
        step()
    except NodeError as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
