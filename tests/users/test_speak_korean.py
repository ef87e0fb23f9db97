"""The Korean texts that are compiled are the ones that are written."""

import gettext
from pathlib import Path

import pytest

CATALOGUES = sorted(Path(__file__).parents[2].glob("*/locale/ko/LC_MESSAGES/django.po"))


def entries(path):
    """Return msgid and msgstr of each entry of a .po file."""
    found, key, field = [], "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(" ")
        if name in {"msgid", "msgid_plural", "msgstr", "msgstr[0]"}:
            field = name
            if name == "msgid":
                found.append({})
            text = rest
        elif line.startswith('"'):
            text = line
        else:
            continue
        key = "id" if field == "msgid" else "str" if field.startswith("msgstr") else "plural"
        piece = text.strip()[1:-1].encode().decode("unicode_escape").encode("latin-1").decode()
        found[-1][key] = found[-1].get(key, "") + piece
    return [entry for entry in found if entry["id"]]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_every_text_is_translated_and_compiled(path):
    with path.with_suffix(".mo").open("rb") as compiled:
        korean = gettext.GNUTranslations(compiled)
    assert entries(path)
    for entry in entries(path):
        assert entry["str"], entry["id"]
        if "plural" in entry:
            got = korean.ngettext(entry["id"], entry["plural"], 2)
        else:
            got = korean.gettext(entry["id"])
        assert got == entry["str"], entry["id"]
