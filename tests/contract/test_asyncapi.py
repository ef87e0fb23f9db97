"""The AsyncAPI document itself: valid, whole, and of one mind with the OpenAPI document."""

import json
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation
from jsonschema import Draft7Validator

from eventlog.events import EphemeralEventType, EventType, PersonalEvent
from realtime import access_recheck, catalogue, consumers
from realtime.asyncapi import document
from tests.contract.document import generated, values
from tests.contract.frames import described, messages_of

# https://github.com/asyncapi/spec-json-schemas (Apache-2.0): schemas/3.0.0-without-$id.json of
# the npm package @asyncapi/specs 6.11.1, without its white space.
OFFICIAL = Path(__file__).parent / "asyncapi-3.0.0.json"

ANSWERS = {"connection.ready", "connection.resync", "pong", "error"}


def find(reference):
    """Return what a `$ref` points to. Raises KeyError for nothing."""
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


def test_references_resolve_and_every_component_is_used():
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
        told = [
            message["$ref"].rpartition("/")[2]
            for operation in described()["operations"].values()
            if operation["channel"]["$ref"] == f"#/channels/{name}"
            for message in operation["messages"]
        ]
        assert sorted(told) == sorted(channel["messages"])


def test_every_type_is_in_it():
    assert set(messages_of("tellOfProject")) == ANSWERS | {*EventType} | {*EphemeralEventType}
    assert set(messages_of("tellPerson")) == ANSWERS | {*PersonalEvent}
    assert set(messages_of("hearInProject")) == set(consumers.FRAMES)
    assert set(messages_of("hearPerson")) == {"ping", "auth.refresh"}


def test_what_both_documents_name_is_the_same():
    ours, theirs = (document["components"]["schemas"] for document in (described(), generated()))
    both = ours.keys() & theirs.keys()
    assert {"FeedbackResponse", "UserInfo", "NotificationResponse", "InvitationResponse"} <= both
    assert {name for name in both if ours[name] != theirs[name]} == set()


def test_every_field_is_always_there():
    for name, schema in described()["components"]["schemas"].items():
        if "properties" in schema:
            assert set(schema["required"]) == set(schema["properties"]), name


def test_every_code_of_ours_is_in_it():
    ours = {
        str(value)
        for module in (consumers, access_recheck)
        for value in vars(module).values()
        if isinstance(value, int) and 4000 <= value < 5000
    }
    assert len(ours) == 8
    listed = described()["channels"]["project"]["x-close-codes"]
    assert ours | {"1001", "1009", "1012"} == set(listed)
    assert set(described()["channels"]["notifications"]["x-close-codes"]) < set(listed)


@pytest.mark.parametrize(
    ("table", "event"),
    [
        ("PAYLOADS", EventType.VIDEO_DELETED),
        ("PAYLOADS", PersonalEvent.NOTIFICATION_READ),
        ("PAYLOADS", EphemeralEventType.CURSOR),
        ("TOLD", EphemeralEventType.CURSOR),
    ],
)
def test_an_event_without_a_line_can_not_be_written_and_is_named(
    monkeypatch, tmp_path, table, event
):
    monkeypatch.delitem(getattr(catalogue, table), event)
    with pytest.raises(CommandError, match=f"{event.name}.*{table}"):
        call_command("write_asyncapi", file=tmp_path / "asyncapi.yaml")
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_as_yaml_the_same_in_any_language(tmp_path):
    with translation.override("ko"):
        call_command("write_asyncapi", file=tmp_path / "asyncapi.yaml")
        assert document() == described()
    assert yaml.safe_load((tmp_path / "asyncapi.yaml").read_bytes()) == described()
