"""The fields of a GraphQL type are those of the serializer that declares its resource.

So a field that is added to a resource is in both APIs, with one name and one description. A row is
the JSON that PostgreSQL made for it, and a field is a member of that.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, NewType
from uuid import UUID

import strawberry
from rest_framework import serializers
from strawberry.scalars import JSON

from videoplanet.api.resources import Declaration, declared_fields

DateTime = NewType("DateTime", str)
BigInt = NewType("BigInt", int)

SCALARS: Mapping[Any, Any] = {
    DateTime: strawberry.scalar(
        name="DateTime", description="UTC, ISO 8601: `2026-05-01T09:30:00.000000Z`.", serialize=str
    ),
    BigInt: strawberry.scalar(
        name="BigInt", description="A whole number beyond 32 bits.", serialize=int
    ),
}
LARGE = {"size"}
"""Numbers that 32 bits, GraphQL's `Int`, can't hold."""

_shaped: dict[Declaration, Any] = {}


@cache
def enum_of(name: str, *values: str) -> Any:
    """Return the GraphQL enum of these values, which are named as REST sends them."""
    made: Any = Enum(name, {value: value for value in values})  # type: ignore[misc]
    return strawberry.enum(made)


def field(resolver: Callable[..., Any]) -> Any:
    """Make a method a field that its docstring describes."""
    return strawberry.field(resolver, description=resolver.__doc__)


def shaped[T](declaration: Declaration) -> Callable[[type[T]], type[T]]:
    """Make a class the GraphQL type of a resource: the declared members, and the class's own.

    Members that are themselves declared (people) have the type that was made for them before.
    """

    def decorate(cls: type[T]) -> type[T]:
        types = dict(cls.__annotations__)
        for name, declared in declared_fields(declaration).items():
            kind = _type(declared, f"{cls.__name__}{_camel(name)}", name)
            types[name] = kind | None if declared.allow_null else kind
            description = str(declared.help_text) if declared.help_text else None
            setattr(cls, name, strawberry.field(description=description))
        cls.__annotations__ = types
        described = " ".join((cls.__doc__ or declaration.__doc__ or "").split())
        _shaped[declaration] = strawberry.type(cls, description=described)
        return cls

    return decorate


SIMPLE: Mapping[type[serializers.Field[Any, Any, Any, Any]], Any] = {
    serializers.UUIDField: UUID,
    serializers.DateTimeField: DateTime,
    serializers.BooleanField: bool,
    serializers.IntegerField: int,
    serializers.FloatField: float,
    serializers.CharField: str,
}


def _type(field: Any, enum_name: str, name: str) -> Any:
    """Return the type of a field's values."""
    if isinstance(field, serializers.ListSerializer):
        child: Any = type(field.child)
        return list[_shaped[child]]  # type: ignore[valid-type]
    if isinstance(field, serializers.ListField):
        return list[_type(field.child, enum_name, name)]  # type: ignore[misc]
    if isinstance(field, serializers.ChoiceField):
        return enum_of(enum_name, *field.choices)
    if name in LARGE:
        return BigInt
    simple = (SIMPLE[kind] for kind in type(field).__mro__ if kind in SIMPLE)
    return _shaped.get(type(field)) or next(simple, JSON)


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
