"""The AsyncAPI document: it is valid and complete, and it agrees with the OpenAPI document."""

import json
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation
from jsonschema import Draft7Validator

from eventlog.events import EphemeralEventType, EventType, PersonalEvent
from realtime import catalogue
from realtime.asyncapi import document
from realtime.close_codes import CloseCode
from realtime.stream_consumer import CLIENT_FRAMES
from tests.contract.document import generated, values
from tests.contract.frames import described, messages_of

# https://github.com/asyncapi/spec-json-schemas (Apache-2.0): schemas/3.0.0-without-$id.json of
# the npm package @asyncapi/specs 6.11.1, with white space removed.
OFFICIAL = Path(__file__).parent / "asyncapi-3.0.0.json"

ANSWERS = {"connection.ready", "connection.resync", "pong", "error"}


def find(reference):
    """Return what a `$ref` points to. Raises KeyError if it points nowhere."""
    found = described()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_it_is_valid():
    validator = Draft7Validator(json.loads(OFFICIAL.read_text()))
    assert [error.message for error in validator.iter_errors(described())] == []
    assert list(validator.iter_errors(described() | {"channels": 1})) != []
    for message in described()["components"]["messages"].values():
        Draft7Validator.check_schema(message["payload"])
    for schema in described()["components"]["schemas"].values():
        Draft7Validator.check_schema(schema)


def test_every_reference_resolves_and_every_component_is_used():
    references = set(values(described(), "$ref"))
    assert all(find(reference) for reference in references)
    parts = {
        f"#/components/{kind}/{name}"
        for kind, named in described()["components"].items()
        for name in named
    }
    assert sorted(parts - references) == []


def test_every_message_of_a_channel_has_one_direction():
    for name, channel in described()["channels"].items():
        messages = [
            message["$ref"].rpartition("/")[2]
            for operation in described()["operations"].values()
            if operation["channel"]["$ref"] == f"#/channels/{name}"
            for message in operation["messages"]
        ]
        assert sorted(messages) == sorted(channel["messages"])


def test_every_type_is_in_it():
    assert set(messages_of("tellOfProject")) == ANSWERS | {*EventType} | {*EphemeralEventType}
    assert set(messages_of("tellPerson")) == ANSWERS | {*PersonalEvent}
    assert set(messages_of("hearInProject")) == set(CLIENT_FRAMES)
    assert set(messages_of("hearPerson")) == {"ping", "auth.refresh"}


def test_schemas_of_both_documents_are_the_same():
    ours, theirs = (spec["components"]["schemas"] for spec in (described(), generated()))
    both = ours.keys() & theirs.keys()
    assert {"FeedbackResponse", "UserInfo", "NotificationResponse", "InvitationResponse"} <= both
    for name in both:
        expected = {key: part for key, part in theirs[name].items() if key != "discriminator"}
        assert inlined(ours[name], {key: ours[key] for key in ours.keys() - both}) == expected


def inlined(value, named):
    """Return a copy with the `named` schemas in the places of the references to them."""
    match value:
        case {"$ref": str() as reference} if (name := reference.rpartition("/")[2]) in named:
            return inlined(named[name], named)
        case dict():
            return {key: inlined(below, named) for key, below in value.items()}
        case list():
            return [inlined(below, named) for below in value]
        case _:
            return value


def test_every_field_is_always_there():
    for name, schema in described()["components"]["schemas"].items():
        if "properties" in schema:
            optional = {"seq"} if name == "PingFrame" else set()
            assert set(schema["required"]) | optional == set(schema["properties"]), name


def test_every_choice_and_object_has_a_name():
    def unnamed(value, place):
        if isinstance(value, dict):
            members = [one for one in value.get("oneOf", []) if one != {"type": "null"}]
            if value.keys() & {"enum", "properties"} or len(members) > 1:
                yield place
            for key, below in value.items():
                yield from unnamed(below, f"{place}.{key}")

    found = []
    for name, schema in described()["components"]["schemas"].items():
        for field, below in schema.get("properties", {}).items():
            found += unnamed(below, f"{name}.{field}")
    payloads = [message["payload"] for message in described()["components"]["messages"].values()]
    assert found == []
    assert [payload for payload in payloads if "$ref" not in payload] == []


def test_every_close_code_is_in_it():
    codes = {f"{code:d}" for code in CloseCode}
    assert len(codes) == 12
    listed = described()["channels"]["project"]["x-close-codes"]
    assert set(listed) == codes
    assert set(described()["channels"]["notifications"]["x-close-codes"]) < set(listed)


@pytest.mark.parametrize(
    ("table", "event"),
    [
        ("PAYLOADS", EventType.VIDEO_DELETED),
        ("PAYLOADS", PersonalEvent.NOTIFICATION_READ),
        ("PAYLOADS", EphemeralEventType.CURSOR),
        ("EPHEMERAL_SUMMARIES", EphemeralEventType.CURSOR),
    ],
)
def test_an_undescribed_event_stops_the_writing_and_is_named(monkeypatch, tmp_path, table, event):
    monkeypatch.delitem(getattr(catalogue, table), event)
    with pytest.raises(CommandError, match=f"{event.name}.*{table}"):
        call_command("write_asyncapi", file=tmp_path / "asyncapi.yaml")
    assert list(tmp_path.iterdir()) == []


def test_it_is_the_same_yaml_in_any_language(tmp_path):
    with translation.override("ko"):
        call_command("write_asyncapi", file=tmp_path / "asyncapi.yaml")
        assert document() == described()
    assert yaml.safe_load((tmp_path / "asyncapi.yaml").read_bytes()) == described()
