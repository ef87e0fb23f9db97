"""The fleet of one run: deploy/processes.toml behind nginx, each process to be killed and begun."""

import os
import re
import subprocess
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson
from prometheus_client.parser import text_string_to_metric_families

from bench.cpu import cpu_seconds
from bench.stack import Restartable, free_engine_port
from devstack import fleet
from devstack.engines import CHECKOUT
from devstack.line import Line
from devstack.service import HOST

LIMITS = {
    "zone=addresses:10m rate=500r/s": "zone=addresses:10m rate=20000r/s",
    "zone=connects:10m rate=50r/s": "zone=connects:10m rate=2000r/s",
}
"""All people of the bench come from one address."""
KINDS = tuple(dict.fromkeys(process.kind for process in fleet.processes()))
CUT_OFF = "sockets-2"
"""The process with a line of its own to Redis."""


class Fleet:
    """The processes by their names, the gateway included; `url` leads through it."""

    def __init__(
        self,
        stack: ExitStack,
        folder: Path,
        engines: Mapping[str, Restartable],
        kinds: Sequence[str],
        *,
        one_each: bool = False,
    ) -> None:
        self.engines, self.folder = engines, folder
        self.processes = [
            one
            for one in fleet.processes()
            if one.kind in kinds and not (one_each and one.name.endswith("-2"))
        ]
        port = free_engine_port()
        self.url = f"http://{HOST}:{port}"
        env = {**os.environ, **self._variables()}
        redis = env["REDIS_URL"]
        self.line = stack.enter_context(Line(int(redis.rpartition(":")[2].partition("/")[0])))
        services = fleet.services(self.processes, env, folder, port, **LIMITS)
        self.all = {
            service.name: Restartable(service, folder / f"{service.name}.log")
            for service in services
        }
        if CUT_OFF in self.all:
            own = self.all[CUT_OFF].service.env
            assert isinstance(own, dict)
            own["REDIS_URL"] = f"redis://{HOST}:{self.line.port}/0"
        for one in self.all.values():
            stack.callback(one.kill)
            one.start()
        for one in self.all.values():
            one.wait()

    def _variables(self) -> dict[str, str]:
        return {
            "ENVIRONMENT": "development",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",
            "PUBLIC_URL": self.url,
            "FRONTEND_URL": self.url,
            "S3_PUBLIC_ENDPOINT_URL": self.url,
            "ALLOWED_HOSTS": HOST,
            "TRUSTED_PROXY_COUNT": "1",
            "WRITE_RATE": "600/minute",
            "PYTHONUNBUFFERED": "1",
        }

    def processor_seconds(self) -> dict[str, float]:
        """Return the CPU time that each kind of process has used."""
        used: dict[str, float] = defaultdict(float)
        for name, one in {**self.all, **self.engines}.items():
            used[re.sub(r"-\d$", "", name)] += cpu_seconds(one.running.process.pid)
        return used

    def cache_reads(self) -> dict[str, dict[str, float]]:
        """Return for each REST process what came from its cache: `lists hit`, `rows miss` …"""
        found = {}
        for process in self.processes:
            if process.kind == "rest":
                with urllib.request.urlopen(f"http://{HOST}:{process.port}/metrics") as answer:
                    families = text_string_to_metric_families(answer.read().decode())
                found[process.name] = {
                    f"{sample.labels['cache']} {sample.labels['result']}": sample.value
                    for family in families
                    for sample in family.samples
                    if sample.name == "videoplanet_cache_reads_total"
                }
        return found


class People:
    """The process of the people."""

    def __init__(self, folder: Path, url: str, plan: Mapping[str, object]) -> None:
        self.result = folder / "people.json"
        (folder / "plan.json").write_bytes(orjson.dumps(plan))
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bench.fleet.people"),
                *(str(folder / "plan.json"), str(self.result), url),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )

    def become(self, users: int) -> None:
        """Have so many people there, each with an open socket and the project's list."""
        self._ask(f"users {users}")

    def stop(self) -> dict[str, object]:
        """End the load; return what happened, and what is wrong."""
        self._ask("stop")
        found: dict[str, object] = orjson.loads(self.result.read_bytes())
        return found

    def processor_seconds(self) -> float:
        """Return the CPU time that they have used."""
        return cpu_seconds(self.process.pid)

    def _ask(self, what: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "ok\n":
            raise RuntimeError(f"the people can't {what}")


@contextmanager
def people(folder: Path, url: str, plan: Mapping[str, object]) -> Iterator[People]:
    """Start the process of the people, of whom none is there yet."""
    one = People(folder, url, plan)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait()
