"""No hand-written source file of the product over 350 lines, no function over 45.

Longer than that, a file holds two things and a function does two. Settings are one long list by
nature; migrations and the types of cli/ are generated.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from devstack.check_cli import GENERATED
from devstack.engines import CHECKOUT

FILE_LINES, FUNCTION_LINES = 350, 45


def main() -> int:
    """Print what is too long; 1 if anything is."""
    findings = [finding for path in _sources() for finding in too_long(path)]
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def too_long(path: Path) -> Iterator[str]:
    """Describe what is too long in one Python file, each with its place."""
    text = path.read_text()
    name = path.relative_to(CHECKOUT) if path.is_relative_to(CHECKOUT) else path
    if (lines := len(text.splitlines())) > FILE_LINES:
        yield f"{name}: {lines} lines, at most {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES:
                place = f"{name}:{node.lineno}: {node.name}"
                yield f"{place} has {lines} lines, at most {FUNCTION_LINES}"


def _sources() -> list[Path]:
    """List the files that git knows or would add, so that no folder can be forgotten."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py")
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    paths = [CHECKOUT / name for name in sorted(listed.stdout.splitlines())]
    return [path for path in paths if path.exists() and _is_bounded(path.relative_to(CHECKOUT))]


def _is_bounded(path: Path) -> bool:
    """Say whether the bounds apply to a file: tests may be longer where splitting would hurt."""
    return (
        path.parts[0] != "tests"
        and "migrations" not in path.parts
        and path not in (Path("videoplanet/settings.py"), GENERATED.relative_to(CHECKOUT))
    )


if __name__ == "__main__":
    sys.exit(main())
