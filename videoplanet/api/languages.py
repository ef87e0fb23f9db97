"""Failures and warnings in the reader's language.

A worker stores the reason for a failure as a code, so that rows, log and cache are the same for all
readers. A resource declares such a field with `coded`; on output a sentence replaces the code. Text
that is not a code, such as the reply of a mail server, is sent as it is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import serializers

from videoplanet.api.errors import Text

# Each name ends with `failure`, or with `warnings` for a list. The colon is as PostgreSQL writes
# json, and jsonb (the log's). Numbers may follow a warning's code: `silent_tracks number=3`. There
# are two patterns because a search for a literal beginning is ten times as fast.
_MEMBERS = (
    re.compile(rb'failure"( ?: )("[a-z][a-z0-9_]*")'),
    re.compile(rb'warnings"( ?: )(\["[a-z][^\]]*\])'),
)
BEGUN = tuple(
    f'{name}"{colon}{value}'.encode()
    for name, value in (("failure", '"'), ("warnings", '["'))
    for colon in (" : ", ": ")
)
"""How what the patterns find begins; looking for these is faster than the patterns, but for a long
list still takes longer than all else that is done to it: `learn` returns fewer."""
_sentences: dict[str, dict[str, Text]] = {}
_with_code: set[str] = set()


def coded[Field: serializers.Field[Any, Any, Any, Any]](
    field: Field, sentences: Mapping[str, Text], *, code_too: bool = False
) -> Field:
    """Declare a response field whose column holds a code, or a list of codes.

    Readers get its sentence from `sentences`, with `code_too` as `code: sentence`.
    """
    field.sentences, field.code_too = sentences, code_too  # type: ignore[attr-defined] # ours
    return field


def learn(fields: Mapping[str, serializers.Field[Any, Any, Any, Any]]) -> tuple[bytes, ...]:
    """Keep the sentences of a resource's coded fields, by the names that they have in its JSON.

    Returns how coded members begin in a row of it that PostgreSQL wrote (json, not jsonb). Raises
    ValueError for a name that can't be found, or a code that has a meaning already.
    """
    begun = []
    for name, field in fields.items():
        if not (sentences := getattr(field, "sentences", None)):
            continue
        known = _sentences.setdefault(name, {})
        if not name.endswith(("failure", "warnings")) or any(
            known.get(code, text) != text for code, text in sentences.items()
        ):
            raise ValueError(f"{name} can't be coded by {sorted(sentences)}")
        begun.append(f'"{name}" : {'["' if name.endswith("warnings") else '"'}'.encode())
        known |= sentences
        if field.code_too:  # type: ignore[attr-defined] # ours
            _with_code.add(name)
    return tuple(begun)


def translated(text: bytes, language: str, begun: Sequence[bytes] = BEGUN) -> bytes:
    """Replace the codes in finished JSON by sentences in a language.

    `begun` is how members that have codes may begin in it. Quotes inside a JSON string are escaped,
    so what is found can only be a real member.
    """
    if not any(member in text for member in begun):
        return text
    with translation.override(language):
        for member in _MEMBERS:
            text = member.sub(_with_sentences, text)
    return text


def _with_sentences(match: re.Match[bytes]) -> bytes:
    text, end = match.string, match.start(1)
    name = text[text.rfind(b'"', 0, match.start()) + 1 : end - 1].decode()
    stored: str | list[str] = orjson.loads(match[2])
    shown = (
        sentence_of(name, stored)
        if isinstance(stored, str)
        else [sentence_of(name, code) for code in stored]
    )
    return b"".join((text[match.start() : end], match[1], orjson.dumps(shown)))


def sentence_of(name: str, stored: str) -> str:
    """Return what is stored in the field `name` as a sentence in the active language.

    A code that is not known is returned as it is.
    """
    code, *numbers = stored.split(" ")
    if (sentence := _sentences.get(name, {}).get(code)) is None:
        return stored
    values = {key: float(value) for key, value in (number.split("=") for number in numbers)}
    text = str(sentence) % values if values else str(sentence)
    return f"{code}: {text}" if name in _with_code else text


# As PostgreSQL writes json (rows) and jsonb (the log), and as orjson does.
DELETED_NAME = "Deleted user"
"""What is stored as the name of everybody who was erased."""
_DELETED = tuple(
    (form % DELETED_NAME).encode()
    for form in (
        '"name" : "%s", "email" : null, "avatar_url" : null, "kind" : "deleted"',
        '"kind": "deleted", "name": "%s"',
        '"name":"%s","email":null,"avatar_url":null,"kind":"deleted"',
    )
)


def with_deleted_name(text: bytes, language: str) -> bytes:
    """Give people who were erased, in finished JSON, their name in the reader's language."""
    if b'"deleted"' not in text:
        return text
    with translation.override(language):
        name = orjson.dumps(str(_("Deleted user")))
    stored = orjson.dumps(DELETED_NAME)
    for person in _DELETED:
        text = text.replace(person, person.replace(stored, name))
    return text


def accepted_language(header: str) -> str:
    """Return the language that an `Accept-Language` header asks for, of those that we have."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = header
    return translation.get_language_from_request(request)


def named_language(header: str) -> str:
    """Return the first of our languages that an `Accept-Language` header names; empty if none."""
    asked = (tag.partition("-")[0] for tag, _weight in parse_accept_lang_header(header.lower()))
    return next((language for language in asked if language in dict(settings.LANGUAGES)), "")
