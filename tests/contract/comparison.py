"""Does our document keep what the contract says? Walks the contract, whatever is in it.

A difference is a line of text that begins with its place: `createFeedback request.tags maxItems`.
What the contract says must be the same with us. We may say more where a client of the contract
can't notice: operations, optional parameters, optional fields of a request, fields of a response,
required fields of a response, null in a response. Every limit that the contract does not have is
a difference too, so that it must be excused by name.
"""

import re
from collections.abc import Iterator
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
LIMITS = (
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "const",
)
SAID = ("operationId", "summary", "tags")

type Schema = dict[str, Any]


def differences(contract: Schema, ours: Schema) -> list[str]:
    """Return what our document does not keep of the contract, or adds to a request."""
    return list(_Comparison(contract, ours).run())


def operation_ids(document: Schema) -> set[str]:
    """Return the operationIds of a document."""
    return {
        item[method]["operationId"]
        for item in document["paths"].values()
        for method in METHODS
        if method in item
    }


class _Comparison:
    def __init__(self, contract: Schema, ours: Schema) -> None:
        self.contract, self.ours = contract, ours

    def run(self) -> Iterator[str]:
        for path, item in self.contract["paths"].items():
            for method, operation in item.items():
                name = operation.get("operationId", f"{method} {path}")
                mine = self.ours["paths"].get(path, {}).get(method)
                if mine is None:
                    yield f"{name}: there is no {method.upper()} {path}"
                else:
                    yield from self.operation(name, operation, mine)

    def operation(self, name: str, theirs: Schema, mine: Schema) -> Iterator[str]:
        for key in SAID:
            yield from _same(f"{name} {key}", theirs.get(key), mine.get(key))
        yield from self.parameters(name, theirs, mine)
        if "requestBody" in theirs:
            body, my_body = theirs["requestBody"], self.resolve(self.ours, mine["requestBody"])
            same = body.get("required", False), my_body.get("required", False)
            yield from _same(f"{name} request required", *same)
            yield from self.content(f"{name} request", body, my_body, "request")
        for status, response in theirs["responses"].items():
            my_response = mine["responses"].get(status)
            if my_response is None:
                yield f"{name} {status}: not declared"
            else:
                my_response = self.resolve(self.ours, my_response)
                yield from self.content(f"{name} {status}", response, my_response, "response")

    def parameters(self, name: str, theirs: Schema, mine: Schema) -> Iterator[str]:
        def by_place(document: Schema, operation: Schema) -> dict[tuple[str, str], Schema]:
            listed = [
                self.resolve(document, parameter) for parameter in operation.get("parameters", [])
            ]
            return {(parameter["in"], parameter["name"]): parameter for parameter in listed}

        wanted, given = by_place(self.contract, theirs), by_place(self.ours, mine)
        for place, parameter in wanted.items():
            where = f"{name} {' '.join(place)}"
            if place not in given:
                yield f"{where}: there is no such parameter"
                continue
            same = parameter.get("required", False), given[place].get("required", False)
            yield from _same(f"{where} required", *same)
            yield from self.schema(where, parameter["schema"], given[place]["schema"], "request")
        for place, parameter in given.items():
            if place not in wanted and parameter.get("required"):
                yield f"{name} {' '.join(place)}: required here only"

    def content(self, where: str, theirs: Schema, mine: Schema, way: str) -> Iterator[str]:
        for media_type, content in theirs.get("content", {}).items():
            my_content = mine.get("content", {}).get(media_type)
            if my_content is None:
                yield f"{where}: not as {media_type}"
            else:
                yield from self.schema(where, content["schema"], my_content["schema"], way)

    def schema(
        self, where: str, theirs: Schema, mine: Schema, way: str, above: tuple[str, ...] = ()
    ) -> Iterator[str]:
        reference = theirs.get("$ref")
        if reference in above:  # a comment's replies are comments
            return
        above = (*above, reference) if reference else above
        theirs, mine = self.plain(self.contract, theirs), self.plain(self.ours, mine)
        yield from self.types(where, theirs, mine, way)
        for key in ("format", "enum", *LIMITS):
            yield from _same(f"{where} {key}", theirs.get(key), mine.get(key))
        # A default may be left unsaid by the contract: it only says what leaving out means.
        if "default" in theirs:
            yield from _same(f"{where} default", theirs["default"], mine.get("default"))
        yield from self.fields(where, theirs, mine, way, above)
        for key, mark in (("items", "[]"), ("additionalProperties", "{}")):
            if isinstance(theirs.get(key), dict):
                below = mine.get(key)
                if not isinstance(below, dict):
                    yield f"{where}{mark}: not described"
                else:
                    yield from self.schema(f"{where}{mark}", theirs[key], below, way, above)
        if way == "response" and mine.get("additionalProperties") is False:
            yield f"{where} additionalProperties: closed here only"

    def types(self, where: str, theirs: Schema, mine: Schema, way: str) -> Iterator[str]:
        allowed = {"null"} if way == "response" else set()
        if mine["types"] - allowed != theirs["types"] - allowed or theirs["types"] - mine["types"]:
            yield f"{where} type: {sorted(theirs['types'])}, here {sorted(mine['types'])}"

    def fields(
        self, where: str, theirs: Schema, mine: Schema, way: str, above: tuple[str, ...]
    ) -> Iterator[str]:
        wanted, given = theirs.get("properties", {}), mine.get("properties", {})
        for name, field in wanted.items():
            if name in given:
                yield from self.schema(f"{where}.{name}", field, given[name], way, above)
            else:
                yield f"{where}.{name}: there is no such field"
        must, here = set(theirs.get("required", ())), set(mine.get("required", ()))
        if must - here:
            yield f"{where} required: not {sorted(must - here)}"
        if way == "request" and here - must:
            yield f"{where} required: also {sorted(here - must)}"

    def resolve(self, document: Schema, value: Schema) -> Schema:
        if "$ref" not in value:
            return value
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        beside = {key: part for key, part in value.items() if key != "$ref"}
        return {**self.resolve(document, found), **beside}

    def plain(self, document: Schema, schema: Schema) -> Schema:
        """Return a schema without $ref, allOf and a oneOf with null; its types as a set."""
        schema = dict(self.resolve(document, schema))
        merged: Schema = {}
        for part in schema.pop("allOf", []):
            merged |= self.plain(document, part)
        nullable = False
        for word in ("oneOf", "anyOf"):
            options = [self.plain(document, option) for option in schema.pop(word, [])]
            nullable = nullable or any(option["types"] == {"null"} for option in options)
            kept = [option for option in options if option["types"] != {"null"}]
            if len(kept) == 1:
                merged |= kept[0]
            elif kept:
                raise NotImplementedError(f"{word} of {len(kept)}")
        kinds = schema.pop("type", sorted(merged.get("types", ())))
        types = {kinds} if isinstance(kinds, str) else set(kinds)
        merged = {**merged, **schema, "types": types | ({"null"} if nullable else set())}
        if "enum" in merged:
            merged["enum"] = [value for value in merged["enum"] if value is not None]
        if "pattern" in merged:
            merged["pattern"] = _literal(merged["pattern"])
        return merged


def _literal(pattern: str) -> str:
    """Write `\\u{1F300}`, which only JavaScript knows, as the character."""
    return re.sub(r"\\u\{([0-9A-Fa-f]+)\}", lambda found: chr(int(found[1], 16)), pattern)


def _same(where: str, theirs: Any, mine: Any) -> Iterator[str]:
    if theirs != mine:
        yield f"{where}: {theirs!r}, here {mine!r}"
