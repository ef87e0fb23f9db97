"""Strict serializers: JSON types are not converted, and unknown fields are refused by name."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from videoplanet.api.drawings import PARAMETER
from videoplanet.api.text import is_blank, validate_name

QUERIES_KEPT = 1000
"""They are as long as a URL may be at most."""


class StrictSerializer(serializers.Serializer[Any]):
    """Shape and limits of a request. Unknown fields are errors; `min_fields` is the least number.

    Serializers neither query nor save: views hand `validated_data` to an action.
    """

    min_fields: ClassVar[int] = 0
    published_as_required: ClassVar[tuple[str, ...]] = ()
    """Fields that the contract requires, although here another may replace them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Validate `data`. Raises ValidationError naming each bad field."""
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                message = _("Unknown field.")
                raise serializers.ValidationError(
                    {name: [message] for name in unknown}, code="unknown"
                )
        value: dict[str, Any] = super().to_internal_value(data)
        if len(value) < self.min_fields:
            nothing = {"non_field_errors": [_("Nothing to change was given.")]}
            raise serializers.ValidationError(nothing, code="empty")
        return value


def body[S: StrictSerializer](shape: type[S], request: Request) -> dict[str, Any]:
    """Return the request's validated body. Raises ValidationError (400)."""
    return _validated(_shared(shape), request.data)


def query[S: StrictSerializer](shape: type[S], request: Request) -> dict[str, Any]:
    """Return the validated query parameters; list fields may be given more than once.

    What says how the answer is written (`shapes`), not what is in it, is none of them.
    """
    given = tuple(
        (name, tuple(values)) for name, values in request.query_params.lists() if name != PARAMETER
    )
    return dict(_query(shape, given))


@lru_cache(maxsize=QUERIES_KEPT)
def _query(
    shape: type[StrictSerializer], given: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, Any]:
    """Validate parameters. Equal ones, which all readers of a list send, are looked at once."""
    list_fields = (serializers.ListField, serializers.MultipleChoiceField)
    params: dict[str, Any] = {}
    serializer = _shared(shape)
    for name, values in given:
        is_list = isinstance(serializer.fields.get(name), list_fields)
        if len(values) > 1 and not is_list:
            raise serializers.ValidationError({name: [_("Given more than once.")]}, code="repeated")
        params[name] = list(values) if is_list else values[0]
    return _validated(serializer, params)


@cache
def _shared(shape: type[StrictSerializer]) -> StrictSerializer:
    """Return the one instance of `shape` that only validates.

    A new instance copies every field, which costs more than validating; validating by
    `run_validation` keeps nothing in the instance, so threads may share it.
    """
    return shape()


def _validated(serializer: StrictSerializer, data: Any) -> dict[str, Any]:
    if data is None:
        raise serializers.ValidationError({"non_field_errors": [_("No data provided")]}, "null")
    validated: dict[str, Any] = serializer.run_validation(data)
    return validated


class TextField(serializers.CharField):
    """A JSON string, normalized to NFC, so that Korean typed on a Mac is found.

    At least one character must be visible, unless the field may be blank.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("trim_whitespace", False)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the text. Fails on any other JSON type."""
        if not isinstance(data, str):
            self.fail("invalid")
        text = unicodedata.normalize("NFC", super().to_internal_value(data))
        if not self.allow_blank and is_blank(text):
            self.fail("blank")
        return text


class NameField(TextField):
    """A name, a title or a tag: one line of visible characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(validate_name)


class NumberField(serializers.FloatField):
    """A JSON number, finite (double precision)."""

    def to_internal_value(self, data: Any) -> float:
        """Return the number. Fails on strings, booleans, infinity and NaN."""
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return float(super().to_internal_value(data))


class WholeNumberField(serializers.IntegerField):
    """A JSON integer."""

    def to_internal_value(self, data: Any) -> int:
        """Return the integer. Fails on strings, booleans and fractions."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class IdField(serializers.UUIDField):
    """A UUID in its usual text form."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the UUID. Fails on any other JSON type."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class ChoiceField(serializers.ChoiceField):
    """One of the given strings."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the choice. Fails on any other JSON type."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)
