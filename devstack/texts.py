"""The texts that people read: what the source marks for translation, and what it forgot to mark."""

from __future__ import annotations

import ast
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from devstack.engines import CHECKOUT

MARKS = {"gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2)}
"""The functions that mark a text, and which of their arguments are texts (None: the first)."""

_PRODUCT = re.compile(r"(?!tests/|devstack/|bench/|docs/)[^/]+/.*\.(py|html|txt)")
# English on purpose: for operators, for developers (the documents), and the demo's own people.
_ENGLISH = re.compile(
    r"operations/.*|.*/management/.*|.*/migrations/.*|comments/(demo|legacy|legacy_import)\.py"
    r"|realtime/(asyncapi|catalogue)\.py|users/(provider_)?schema\.py"
    r"|integrations/graphql/(schema|shapes)\.py"
    r"|videoplanet/(checks|settings|instruments|state_metrics|api/schema|api/schema_parts)\.py"
)
# Calls whose strings nobody reads in an answer: logs, errors of programmers, descriptions.
_NOT_SHOWN = {
    *("debug", "info", "warning", "error", "exception", "operation", "extend_schema_field"),
    *("TypeError", "ValueError", "RuntimeError", "AssertionError", "field", "_described"),
}
# What these are given is shown, whatever it looks like.
_SHOWN = {
    *("InvalidField", "does_not_exist", "FrameRejected", "ValidationError"),
    *("NotFound", "NotAcceptable", "ParseError", "PermissionDenied"),
}
_LABELS = {"verbose_name", "verbose_name_plural", "short_description"}
_SENTENCE = re.compile(r"[A-Z“\[%].*\s.*[.?!:…]|[A-Z]\w+\.", re.DOTALL)
_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")

type Key = str | tuple[str, ...]
"""A text, or its singular and plural."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text and where it is."""

    path: Path
    line: int
    text: Key

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text!r}"


def sources() -> list[Path]:
    """List the product's files that may hold texts, as git knows or would add them."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    paths = [CHECKOUT / name for name in sorted(listed.stdout.splitlines())]
    return [path for path in paths if path.exists() and _PRODUCT.fullmatch(_name(path))]


def marked(path: Path) -> Iterator[Found]:
    """Yield the texts of a file that are marked for translation."""
    text = path.read_text()
    code = text if path.suffix == ".py" else templatize(text, origin=str(path))
    extracted = extract_python(io.BytesIO(code.encode()), MARKS, (), {})
    for line, function, texts, _comments in extracted:
        strings = [str(text) for text in texts] if isinstance(texts, tuple) else [str(texts)]
        key: Key = tuple(strings[:2]) if function == "ngettext" else strings[0]
        yield Found(Path(_name(path)), line, key)


def unmarked(path: Path) -> Iterator[Found]:
    """Yield the texts of a file that people would read in English, whatever their language."""
    if _ENGLISH.fullmatch(_name(path)):
        return
    found = _of_python(path.read_text()) if path.suffix == ".py" else _of_template(path.read_text())
    for line, text in found:
        yield Found(Path(_name(path)), line, text)


def _name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else str(path)


def _of_template(source: str) -> Iterator[tuple[int, str]]:
    inside, kept = False, ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK and name in ("blocktranslate", "blocktrans"):
            inside = True
        elif token.token_type is TokenType.BLOCK and name in ("endblocktranslate", "endblocktrans"):
            inside = False
        elif token.token_type is TokenType.TEXT and not inside:
            kept += token.contents
        # Attributes that a variable fills stay within their tag.
    text = " ".join(_TAG.sub(" ", kept).replace("VideoPlanet", "").split())
    if _LETTER.search(text):
        yield 1, text


def _of_python(source: str) -> Iterator[tuple[int, str]]:
    yield from _strings(ast.parse(source), ())


def _strings(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[tuple[int, str]]:
    for child in ast.iter_child_nodes(node):
        text = _text(child)
        if text is None:
            yield from _strings(child, (*above, node))
        elif not isinstance(node, ast.Expr | ast.JoinedStr) and _is_shown(text, (*above, node)):
            yield getattr(child, "lineno", 0), text


def _text(node: ast.AST) -> str | None:
    """Return a string's text, with `{}` for what an f-string fills in; None for anything else."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) or "{}" for value in values)
        case _:
            return None


def _is_shown(text: str, above: tuple[ast.AST, ...]) -> bool:
    calls = {_called(node) for node in above if isinstance(node, ast.Call)}
    keywords = {node.arg for node in above if isinstance(node, ast.keyword)}
    if calls & MARKS.keys() or calls & _NOT_SHOWN or "help_text" in keywords:
        return False
    is_label = bool(keywords & _LABELS) or _is_choice(above)
    is_given = bool(calls & _SHOWN) and " " in text
    return bool(_SENTENCE.fullmatch(text.strip())) or is_given or (is_label and text.isalpha())


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _is_choice(above: tuple[ast.AST, ...]) -> bool:
    """Say whether this is the value of a TextChoices member, which has no label then."""
    match above:
        case (*_rest, ast.ClassDef(bases=bases), ast.Assign()):
            return any(getattr(base, "attr", "") == "TextChoices" for base in bases)
        case _:
            return False
