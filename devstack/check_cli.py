"""The part of `make check` for cli/: drift of its types, which come from docs/openapi.yaml.

With --write they are written: cli/videoplanet_cli/generated.py.
"""

from __future__ import annotations

import difflib
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from devstack.engines import CHECKOUT

GENERATED = CHECKOUT / "cli" / "videoplanet_cli" / "generated.py"
_DIFF_LINES = 60
# TypedDicts, because answers of a newer server are no errors: decision 0041.
_OPTIONS = (
    *("--input-file-type", "openapi", "--output-model-type", "typing.TypedDict"),
    *("--no-use-closed-typed-dict", "--enum-field-as-literal", "all"),
    *("--target-python-version", "3.12", "--type-mappings", "base64=string"),
    *("--use-schema-description", "--use-double-quotes", "--disable-timestamp"),
    *("--formatters", "builtin"),
)


def main() -> int:
    """Print how the types differ from the document; 1 if they do."""
    if sys.argv[1:] == ["--write"]:
        write_types(GENERATED)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / GENERATED.name
        write_types(fresh)
        new = fresh.read_text().splitlines()
    old = GENERATED.read_text().splitlines()
    lines = difflib.unified_diff(old, new, str(GENERATED), "docs/openapi.yaml", lineterm="")
    difference = list(islice(lines, _DIFF_LINES))
    if difference:
        print(*difference, "Write it with `make schema`.", sep="\n")
    return 1 if difference else 0


def write_types(path: Path) -> None:
    """Generate the types of the API's requests and answers."""
    document = ("--input", str(CHECKOUT / "docs" / "openapi.yaml"))
    generator = (sys.executable, "-m", "datamodel_code_generator")
    subprocess.run([*generator, *document, *_OPTIONS, "--output", str(path)], check=True)


if __name__ == "__main__":
    sys.exit(main())
