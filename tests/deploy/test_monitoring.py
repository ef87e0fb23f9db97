"""deploy/monitoring: the rules and the dashboard, in a real Prometheus."""

import json
import re
import shutil
import subprocess
from contextlib import closing
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
import yaml
from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.metrics import MetricWrapperBase

from devstack.engines import CHECKOUT
from devstack.packages import NoProgramError, program
from devstack.service import HOST, Running, Service, http_status
from tests.engines import free_port
from tests.waiting import eventually
from videoplanet import instruments
from videoplanet.metrics import registry
from videoplanet.state_metrics import StateCollector

FOLDER = CHECKOUT / "deploy/monitoring"
RULES = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
DASHBOARD = json.loads((FOLDER / "grafana-dashboard.json").read_text())
METRIC = re.compile(r"\bvideoplanet_\w+")
SUFFIXES = ("_bucket", "_count", "_sum", "_total")


def has(name):
    """Return a program's path, or skip the test."""
    try:
        return program(name, "prometheus")
    except NoProgramError as error:
        pytest.skip(str(error))


class Silent(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *arguments):
        pass


@pytest.fixture
def told(cast):
    """What a process and beat tell, read once, at an address of its own."""
    kept = CollectorRegistry()
    families = [*registry().collect(), *StateCollector().collect()]
    kept.register(type("Kept", (), {"collect": lambda _self: families})())
    server = make_server(HOST, 0, make_wsgi_app(kept), handler_class=Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prometheus(told, tmp_path):
    """Prometheus with our rules, which asks one living and one dead process every second."""
    port = free_port()
    jobs = {"rest": told, "beat": f"{HOST}:{free_port()}"}
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text()) | {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": [address]}]}
            for name, address in jobs.items()
        ],
    }
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    rules = re.sub(r"for: \w+", "for: 0s", (FOLDER / "alerts.yml").read_text())
    (tmp_path / "alerts.yml").write_text(rules)
    service = Service(
        name="prometheus",
        argv=(
            has("prometheus"),
            *("--config.file", str(tmp_path / "prometheus.yml")),
            *("--storage.tsdb.path", str(tmp_path / "data")),
            *("--web.listen-address", f"{HOST}:{port}"),
        ),
        is_ready=lambda: http_status(f"http://{HOST}:{port}/-/ready") == 200,
    )
    running = Running.start(service, tmp_path / "prometheus.log")
    try:
        running.wait_until_ready()
        with closing(httpx.Client(base_url=f"http://{HOST}:{port}/api/v1")) as client:
            yield client
    finally:
        running.ask_to_stop()
        running.wait_stopped()


def test_each_alert_fires_when_it_must_and_only_then(tmp_path):
    for file in (FOLDER / "alerts.yml", CHECKOUT / "tests/deploy/alerts-test.yml"):
        shutil.copy(file, tmp_path)
    for arguments in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts-test.yml"]):
        done = subprocess.run(
            [has("promtool"), *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_configuration_is_one_that_prometheus_takes():
    done = subprocess.run(
        [has("promtool"), "check", "config", str(FOLDER / "prometheus.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_prometheus_evaluates_the_rules_on_what_is_told(prometheus):
    def rules():
        groups = prometheus.get("/rules").json()["data"]["groups"]
        found = {rule["name"]: rule for group in groups for rule in group["rules"]}
        return found if all(rule["health"] != "unknown" for rule in found.values()) else None

    def firing():
        found = rules() or {}
        return {name for name, rule in found.items() if rule["state"] == "firing"}

    # The process tells no worker, and beat is the one that does not answer.
    eventually(lambda: firing() >= {"ProcessIsDown", "BeatIsAway", "NoWorker"})
    assert [rule["lastError"] for rule in rules().values() if "lastError" in rule] == []
    assert len(rules()) == sum(len(group["rules"]) for group in RULES)
    assert not firing() & {"RequestsFail", "SocketsFail", "EngineIsAway"}
    people = prometheus.get("/query", params={"query": 'videoplanet_people{kind="member"}'})
    assert float(people.json()["data"]["result"][0]["value"][1]) == 5


@pytest.mark.django_db
def test_rules_and_dashboard_ask_only_for_what_is_told(cast):
    measured = [each for each in vars(instruments).values() if isinstance(each, MetricWrapperBase)]
    told = {metric._name for metric in measured}
    told |= {family.name for family in StateCollector().collect()}
    asked = METRIC.findall(json.dumps(DASHBOARD) + json.dumps(RULES))
    assert len(set(asked)) > 30
    names = set()
    for name in asked:
        suffix = next((end for end in SUFFIXES if name.endswith(end)), "")
        names.add(name.removesuffix(suffix) if suffix else name)
    assert names <= told
    # And nothing is told that nobody looks at.
    assert told <= names


def test_every_panel_of_the_dashboard_has_a_place_and_a_query():
    panels = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
    assert all(target["expr"] for panel in panels for target in panel["targets"])
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
