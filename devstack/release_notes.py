"""`python -m devstack.release_notes v1.2.3`: prints the changelog's section of a version.

The tag must be the version of pyproject.toml, which /statusz and the logs show.
"""

from __future__ import annotations

import re
import sys
import tomllib

from devstack.engines import CHECKOUT


def section(changelog: str, version: str) -> str:
    """Return what stands below a version's heading. Raises LookupError if there is none."""
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$"
    found = re.search(heading + r"\n(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        raise LookupError(f"CHANGELOG.md has no section [{version}] with a date and a text.")
    return found[1].strip()


def main(tag: str) -> str:
    """Return the text of a release. Raises LookupError with what is wrong."""
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    if tag != f"v{version}":
        raise LookupError(f"The tag is {tag}, but pyproject.toml says version {version}.")
    return section((CHECKOUT / "CHANGELOG.md").read_text(), version)


if __name__ == "__main__":
    try:
        print(main(sys.argv[1]))
    except LookupError as error:
        sys.exit(str(error))
