"""What .github runs: pinned, with few permissions, and as the rest of the repository says.

`make check` lints the files (devstack/check_workflows.py).
"""

import json
import re
import tomllib

import pytest
import yaml

from devstack import release_notes
from devstack.engines import CHECKOUT

FOLDER = CHECKOUT / ".github" / "workflows"
TEXTS = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.yml"))}
# YAML 1.1 takes the key `on` for a boolean.
WORKFLOWS = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = {
    f"{name}/{job}": given
    for name, workflow in WORKFLOWS.items()
    for job, given in workflow["jobs"].items()
}
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
SECRETS = re.compile(r"secrets\.(?!GITHUB_TOKEN)(\w+)")


@pytest.mark.parametrize("name", TEXTS)
def test_an_action_is_named_by_its_commit(name):
    used = re.findall(r"uses: (?!\./)(.+)", TEXTS[name])

    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("name", JOBS)
def test_a_job_has_the_permissions_that_it_names(name):
    job = JOBS[name]

    assert WORKFLOWS[name.split("/")[0]]["permissions"] == {}
    writes = {scope for scope, given in job["permissions"].items() if given != "read"}
    assert writes == ({"contents", "packages"} if name == "release/release" else set())
    # The token stays in no file that a later step could read.
    for step in job.get("steps", []):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_dependencies_are_audited_weekly():
    assert WORKFLOWS["audit"][True]["schedule"] == [{"cron": "17 4 * * 1"}]
    commands = " ".join(step.get("run", "") for step in JOBS["audit/audit"]["steps"])
    assert "uv audit" in commands
    assert "npm audit" in commands


def test_what_is_deployed_has_passed_everything_else():
    jobs = WORKFLOWS["ci"]["jobs"]

    assert set(jobs["deploy"]["needs"]) == set(jobs) - {"deploy"}
    assert "refs/heads/main" in jobs["deploy"]["if"]


@pytest.mark.parametrize("job", ["service", "pages"])
def test_without_its_secret_a_deployment_says_that_it_is_skipped(job):
    first, *others = WORKFLOWS["deploy"]["jobs"][job]["steps"]

    needed = set(SECRETS.findall(json.dumps(others)))
    assert needed
    assert needed <= set(SECRETS.findall(json.dumps(first["env"])))
    assert "::notice" in first["run"]
    assert {step["if"] for step in others} == {f"steps.{first['id']}.outputs.yes"}


def test_the_tests_run_on_the_servers_of_compose():
    servers = JOBS["ci/test-on-servers"]["services"]

    assert {name: server["image"] for name, server in servers.items()} == {
        name: COMPOSE[name]["image"] for name in ("postgres", "valkey")
    }


def test_railway_serves_with_the_options_of_production():
    railway = json.loads((CHECKOUT / "deploy/railway.json").read_text())["deploy"]
    processes = tomllib.loads((CHECKOUT / "deploy/processes.toml").read_text())

    program, options = processes["sockets"]["command"].split(" ", 1)
    assert railway["startCommand"] == f"sh -c 'exec {program} --port $PORT {options}'"
    assert railway["healthcheckPath"] == processes["sockets"]["probe"]


CHANGELOG = """# Changelog

## [Unreleased]

- Not yet.

## [1.3.0] - 2026-12-24

### Added

- Snow.

## [1.2.0] - 2026-12-01

- Older.
"""


def test_a_release_has_its_section_of_the_changelog():
    assert release_notes.section(CHANGELOG, "1.3.0") == "### Added\n\n- Snow."
    assert release_notes.section(CHANGELOG, "1.2.0") == "- Older."


@pytest.mark.parametrize("version", ["1.1.0", "1.3", "Unreleased"])
def test_a_version_without_a_section_is_not_released(version):
    with pytest.raises(LookupError, match=re.escape(f"[{version}]")):
        release_notes.section(CHANGELOG, version)


def test_a_tag_that_is_not_the_version_is_not_released():
    with pytest.raises(LookupError, match=re.escape("v9.9.9")):
        release_notes.main("v9.9.9")
