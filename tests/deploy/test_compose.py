"""docker-compose.yml: valid, safe, and with the command lines of deploy/processes.toml."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from devstack.engines import CHECKOUT
from devstack.environment import read_env_file

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
PROCESSES = tomllib.loads((CHECKOUT / "deploy/processes.toml").read_text())
ENDS = {"migrate", "storage-volume"}
"""Services that do something once."""


def instances(process):
    """Return the services of a process: `worker`, or `rest-1`, `rest-2`."""
    return [name for name in SERVICES if re.fullmatch(rf"{process}(-\d)?", name)]


def test_it_follows_the_compose_specification():
    # The schema is that of https://github.com/compose-spec/compose-spec, as dclint 3.1.0 has it.
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text())
    errors = Draft7Validator(schema).iter_errors(COMPOSE)
    assert [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("process", PROCESSES)
def test_its_command_lines_are_those_of_the_fleet(process):
    names = instances(process)
    assert len(names) == PROCESSES[process]["count"]
    assert {SERVICES[name]["command"] for name in names} == {PROCESSES[process]["command"]}


def test_the_image_alone_starts_rest():
    [command] = re.findall(r"^CMD (\[.*\])$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)
    assert json.loads(command) == PROCESSES["rest"]["command"].split()


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_can_do_no_more_than_it_must(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["cpus"]
    # One gives a volume to a user and ends.
    assert service["user"].startswith("0:") is (name == "storage-volume")
    assert ("ports" in service) is (name == "gateway")


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ENDS])
def test_each_service_is_watched_and_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", [name for name in SERVICES if "build" not in SERVICES[name]])
def test_images_of_others_have_a_version(name):
    assert re.fullmatch(r"[\w/]+:\d+\.\d+[\w.-]*", SERVICES[name]["image"])


def test_a_service_starts_after_what_it_needs():
    for name, service in SERVICES.items():
        for other, wait in service.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if other in ENDS else "service_healthy"
            assert (name, other, wait["condition"]) == (name, other, wanted)


def test_its_variables_are_in_the_example():
    example = read_env_file(CHECKOUT / ".env.example")
    assert set(re.findall(r"\$\{(\w+)", TEXT)) <= set(example)
