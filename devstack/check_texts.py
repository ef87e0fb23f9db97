"""Every text that people read is marked, is translated into Korean once, and is compiled.

With --compile only the .mo files are written. The catalogues are edited by hand: what is missing
and what nobody uses any more is named here.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.utils import translation

from devstack.engines import CHECKOUT
from devstack.texts import Found, Key, marked, sources, unmarked

CATALOGUES = "*/locale/ko/LC_MESSAGES/django.po"
CLI, CLI_CATALOGUES = CHECKOUT / "cli", "cli/*/locale/ko/LC_MESSAGES/vp.po"
"""A package of its own, with its own texts."""


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
    django.setup()
    paths, of_cli = (sorted(CHECKOUT.glob(glob)) for glob in (CATALOGUES, CLI_CATALOGUES))
    if sys.argv[1:] == ["--compile"]:
        for path in (*paths, *of_cli):
            path.with_suffix(".mo").write_bytes(compiled(_read(path)))
        return 0
    product = [path for path in sources() if not path.is_relative_to(CLI)]
    findings = [
        *wrong_texts(product, paths),
        *wrong_texts([path for path in sources() if path.is_relative_to(CLI)], of_cli),
        *not_compiled([*paths, *of_cli]),
    ]
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def wrong_texts(source_paths: list[Path], catalogue_paths: list[Path]) -> Iterator[str]:
    """Describe each text that is not marked, not translated, translated twice or not used."""
    places: dict[Key, list[Path]] = {}
    for path in catalogue_paths:
        for key, text in _translations(_read(path)).items():
            places.setdefault(key, []).append(path)
            if not text:
                yield f"{path.relative_to(CHECKOUT)}: not translated: {key!r}"
    used: dict[Key, Found] = {}
    for path in source_paths:
        used |= {found.text: found for found in marked(path)}
        yield from (f"{found}: not marked" for found in unmarked(path))
    for key, found in used.items():
        if key not in places and not _is_known(key):
            yield f"{found}: not translated"
    for key, paths in places.items():
        if key not in used:
            yield f"{paths[0].relative_to(CHECKOUT)}: nobody uses {key!r}"
        if len(paths) > 1:
            names = ", ".join(path.relative_to(CHECKOUT).parts[0] for path in paths)
            yield f"translated more than once ({names}): {key!r}"


def not_compiled(catalogue_paths: list[Path]) -> Iterator[str]:
    """Name each catalogue that differs from its .mo file."""
    for path in catalogue_paths:
        binary = path.with_suffix(".mo")
        texts = _translations(read_mo(io.BytesIO(binary.read_bytes()))) if binary.exists() else {}
        if texts != _translations(_read(path)):
            yield f"{binary.relative_to(CHECKOUT)} is out of date: `make texts` writes it"


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the .mo file that the product reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ko", abort_invalid=True)


def _translations(catalogue: Catalog) -> dict[Key, Key]:
    def key(value: str | list[str] | tuple[str, ...] | None) -> Key:
        return value if isinstance(value, str) else tuple(value or ())

    return {key(message.id): key(message.string) for message in catalogue if message.id}


def _is_known(key: Key) -> bool:
    """Say whether Django or REST framework translates a text of its own."""
    with translation.override("ko"):
        return isinstance(key, str) and translation.gettext(key) != key


if __name__ == "__main__":
    sys.exit(main())
