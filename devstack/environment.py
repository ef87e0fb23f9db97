"""The variables that the product gets on a developer's machine, and where they are kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Mapping
from pathlib import Path

from devstack.engines import BUCKET, CHECKOUT, PORT_NAMES, SECRETS, new_secrets
from devstack.service import ENGINE_PORTS, HOST, free_port

VAR = CHECKOUT / "var"
SECRETS_FILE = VAR / "dev.env"
RUN_ENV_FILE = VAR / "run.env"
_PORTS_FILE = VAR / "ports.json"


def configured_variables() -> dict[str, str]:
    """Return what the developer set: `.env` in the checkout, and over it the environment.

    An empty value in `.env` (as copied from .env.example) counts as not set.
    """
    file = CHECKOUT / ".env"
    from_file = read_env_file(file) if file.exists() else {}
    return {name: value for name, value in from_file.items() if value} | dict(os.environ)


def product_variables(
    configured: Mapping[str, str], secrets: Mapping[str, str], engine: Mapping[str, str], url: str
) -> dict[str, str]:
    """Build the product's environment: defaults, what is `configured`, our engines' addresses."""
    defaults = {
        "ENVIRONMENT": "development",
        "PUBLIC_URL": url,
        "S3_BUCKET": BUCKET,
        "COMMIT": commit(),
        **{name: secrets[name] for name in SECRETS},
    }
    return {
        **defaults,
        **configured,
        **without_proxy(configured),
        **engine,
        "PYTHONUNBUFFERED": "1",
    }


def commit() -> str:
    """Return the checkout's commit; empty without git, or in an unpacked archive."""
    git = shutil.which("git")
    if git is None:
        return ""
    asked = [git, "-C", str(CHECKOUT), "rev-parse", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def without_proxy(environment: Mapping[str, str]) -> dict[str, str]:
    """Return NO_PROXY and no_proxy so that a developer's proxy isn't used for our engines."""
    hosts = environment.get("NO_PROXY") or environment.get("no_proxy") or ""
    value = ",".join(filter(None, [hosts, HOST, "localhost"]))
    return {"NO_PROXY": value, "no_proxy": value}


def clone_secrets() -> dict[str, str]:
    """Return this clone's random keys: made once, kept in var/dev.env."""
    known = read_env_file(SECRETS_FILE) if SECRETS_FILE.exists() else {}
    secrets = {**new_secrets(), **known}
    if secrets != known:
        write_env_file(SECRETS_FILE, secrets)
    return secrets


def engine_ports() -> tuple[dict[str, int], list[str]]:
    """Choose each engine's port, last time's if it is free; also return notices about changes.

    The first choice depends on the checkout's path, so that two clones don't compete for a port.
    """
    known: dict[str, int] = json.loads(_PORTS_FILE.read_text()) if _PORTS_FILE.exists() else {}
    first = zlib.crc32(str(CHECKOUT).encode()) % (len(ENGINE_PORTS) // 8) * 8
    ports: dict[str, int] = {}
    for number, name in enumerate(PORT_NAMES):
        wanted = known.get(name, ENGINE_PORTS[first + number])
        avoid = frozenset(ports.values())
        ports[name] = free_port(wanted, within=ENGINE_PORTS, avoid=avoid)
    changes = [
        f"port {known[name]} of last time is in use, {name} takes {port}"
        for name, port in ports.items()
        if known.get(name, port) != port
    ]
    _PORTS_FILE.write_text(json.dumps(ports))
    return ports, changes


def read_env_file(path: Path) -> dict[str, str]:
    """Parse KEY=VALUE lines; `#` comments, `export ` and quotes around a value are fine."""
    variables: dict[str, str] = {}
    for line in path.read_text().splitlines():
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and not name.startswith("#"):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            variables[name.strip()] = value[1:-1] if quoted else value
    return variables


def write_env_file(path: Path, variables: Mapping[str, str]) -> None:
    """Write it readable for this user only: it holds keys. Replaced in one step."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    draft.replace(path)
