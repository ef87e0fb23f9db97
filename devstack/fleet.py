"""`make run-fleet`: production's processes on this machine, as deploy/processes.toml lists them.

The command lines are those of docker-compose.yml, behind nginx with deploy/nginx.conf; engines are
this checkout's unless `.env` or the environment name others.
"""

from __future__ import annotations

import os
import shlex
import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from devstack import gateway
from devstack.engines import CHECKOUT
from devstack.environment import VAR
from devstack.run import Run, main
from devstack.service import HOST, Service, http_status

FOLDER = VAR / "fleet"
_GATEWAY, _WEB, _WORK = 3, 2, 1


@dataclass(frozen=True)
class Process:
    """A process of deploy/processes.toml; several have a number after their name."""

    name: str
    kind: str
    command: str
    probe: str | None
    port: int

    def service(self, env: Mapping[str, str], folder: Path) -> Service:
        """Describe how to start it on this machine, with the product's environment."""
        alive = folder / f"{self.name}.alive"
        own = {
            "GRANIAN_PORT": str(self.port),
            "UVICORN_PORT": str(self.port),
            "METRICS_PORT": str(self.port),
            "ALIVE_FILE": str(alive),
            "BEAT_SCHEDULE_FILE": str(folder / "celerybeat-schedule"),
        }
        program, *arguments = shlex.split(self.command)

        def is_ready() -> bool:
            if self.probe:
                return http_status(f"http://{HOST}:{self.port}{self.probe}") == 200
            return alive.exists()

        return Service(
            name=self.name,
            argv=(str(Path(sys.executable).with_name(program)), *arguments),
            env={**env, **own},
            cwd=CHECKOUT,
            prepare=lambda: alive.unlink(missing_ok=True),
            is_ready=is_ready,
            ready_seconds=90,
            stop_seconds=35,
            layer=_WEB if self.probe else _WORK,
        )


def processes() -> Iterator[Process]:
    """Read deploy/processes.toml; each gets a free port, where it serves or tells its metrics."""
    listed = tomllib.loads((CHECKOUT / "deploy/processes.toml").read_text())
    for kind, given in listed.items():
        for number in range(1, given["count"] + 1):
            name = f"{kind}-{number}" if given["count"] > 1 else kind
            yield Process(name, kind, given["command"], given.get("probe"), _free_port())


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def ports(all_processes: list[Process], kind: str) -> list[int]:
    """Return the ports of the processes of a kind."""
    return [process.port for process in all_processes if process.kind == kind]


class Fleet(Run):
    """A run of production's processes, behind nginx."""

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(listener)
        self.all = list(processes())
        # Past the gateway: the status is not for everybody.
        self.status_url = f"http://{HOST}:{ports(self.all, 'rest')[0]}/statusz"

    def own_variables(self, env: Mapping[str, str]) -> dict[str, str]:
        """Lead people and browsers to the gateway, which ends no TLS here."""
        ours = {"ENVIRONMENT": "development", "PUBLIC_URL": self.url, "FRONTEND_URL": self.url}
        storage = {"S3_PUBLIC_ENDPOINT_URL": self.url} if _is_here(env) else {}
        return {**ours, **storage, "ALLOWED_HOSTS": HOST, "TRUSTED_PROXY_COUNT": "1"}

    def processes(self, env: dict[str, str]) -> list[Service]:
        """Describe the processes and their gateway."""
        FOLDER.mkdir(exist_ok=True)
        port = self.listener.getsockname()[1]
        self.listener.close()  # nginx takes the port
        return services(self.all, env, FOLDER, port)


def services(
    all_processes: list[Process], env: Mapping[str, str], folder: Path, port: int, **more: str
) -> list[Service]:
    """Describe processes and, last, the gateway before them; `more` changes its configuration."""
    storage = urlsplit(env["S3_ENDPOINT_URL"]).netloc if _is_here(env) else f"{HOST}:1"
    main_file = gateway.write(
        folder,
        plain=_free_port(),
        port=port,
        upstreams=gateway.upstreams(
            ports(all_processes, "rest"), ports(all_processes, "sockets"), storage
        ),
        **{"location /videoplanet/": f"location /{env['S3_BUCKET']}/"},
        **more,
    )
    return [
        *(process.service(env, folder) for process in all_processes),
        gateway.service(main_file, port, layer=_GATEWAY),
    ]


def _is_here(env: Mapping[str, str]) -> bool:
    """Say whether the storage is one that nginx reaches without TLS."""
    return env.get("S3_ENDPOINT_URL", "").startswith("http://")


if __name__ == "__main__":
    os.chdir(CHECKOUT)
    sys.exit(main(Fleet))
