"""What `make check` says about texts that people read."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from devstack.check_texts import CATALOGUES, compiled, main, not_compiled, wrong_texts
from devstack.engines import CHECKOUT

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = 'from django.utils.translation import gettext as _\n\nDETAIL = _("A sentence of ours.")\n'
CATALOGUE = HEADER + 'msgid "A sentence of ours."\nmsgstr "우리 문장입니다."\n'


@pytest.fixture
def findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that says what is wrong with source files and catalogues."""
    monkeypatch.setattr("devstack.check_texts.CHECKOUT", tmp_path)

    def wrong(files: dict[str, str], *catalogues: str) -> list[str]:
        paths = []
        for name, text in files.items():
            paths.append(tmp_path / name)
            paths[-1].write_text(text)
        kept = []
        for number, text in enumerate(catalogues):
            kept.append(tmp_path / f"app{number}" / "django.po")
            kept[-1].parent.mkdir()
            kept[-1].write_text(text)
        return [line.removeprefix(f"{tmp_path}/") for line in wrong_texts(paths, kept)]

    return wrong


def test_a_marked_and_translated_text_passes(findings):
    assert findings({"a.py": GOOD}, CATALOGUE) == []


def test_a_text_without_korean_is_named(findings):
    assert findings({"a.py": GOOD}, HEADER) == ["a.py:3: 'A sentence of ours.': not translated"]


def test_an_empty_translation_is_named(findings):
    [finding] = findings({"a.py": GOOD}, CATALOGUE.replace("우리 문장입니다.", ""))
    assert finding == "app0/django.po: not translated: 'A sentence of ours.'"


def test_a_translation_that_nobody_uses_is_named(findings):
    assert findings({"a.py": ""}, CATALOGUE) == [
        "app0/django.po: nobody uses 'A sentence of ours.'"
    ]


def test_a_text_that_is_translated_twice_is_named(findings):
    assert findings({"a.py": GOOD}, CATALOGUE, CATALOGUE) == [
        "translated more than once (app0, app1): 'A sentence of ours.'"
    ]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.py", 'DETAIL = "A sentence of ours."'),
        ("a.py", 'raise BadPicture("unreadable", "The picture can\'t be read.")'),
        ("a.py", 'raise FrameRejected("invalid", f"payload.{name}: must be a UUID.")'),
        ("a.py", 'class Status(models.TextChoices):\n    OPEN = "open"'),
        ("a.py", 'field = Field(verbose_name="status")'),
        ("a.html", "<p>Hello {{ name }}</p>"),
        ("a.txt", "{% load i18n %}{% translate subject %} by mail"),
    ],
)
def test_a_text_that_is_not_marked_is_named(findings, name, source):
    assert [line for line in findings({name: source}) if line.endswith("not marked")]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.py", '"""A sentence of ours."""'),
        ("a.py", 'logger.warning("The worker of %s died.", name)'),
        ("a.py", 'raise TypeError("The description joins a table.")'),
        ("a.py", 'field = Field(help_text="Seconds from the start.")'),
        ("a.html", '<p style="color: red">{{ name }}</p><style>p { margin: 0 }</style>'),
    ],
)
def test_what_no_reader_sees_needs_no_mark(findings, name, source):
    assert findings({name: source}) == []


def test_a_compiled_catalogue_that_says_something_else_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("devstack.check_texts.CHECKOUT", tmp_path)
    path = tmp_path / "django.po"
    path.write_text(CATALOGUE)
    assert len(list(not_compiled([path]))) == 1
    with path.open("rb") as file:
        path.with_suffix(".mo").write_bytes(compiled(read_po(file)))
    assert list(not_compiled([path])) == []
    path.write_text(CATALOGUE.replace("우리", "저희"))
    assert len(list(not_compiled([path]))) == 1


def test_the_product_has_no_text_without_korean():
    assert len(sorted(CHECKOUT.glob(CATALOGUES))) >= 4
    assert main() == 0
