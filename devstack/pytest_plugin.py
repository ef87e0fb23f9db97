"""Gives a pytest run engines of its own (loaded by `-p devstack.pytest_plugin`).

The process that the user started (with xdist: the controller) starts them on free ports in a
folder that is thrown away, before pytest-django loads the settings; xdist's workers inherit
the addresses and take a Redis database and a bucket each, and start a mail server each, so that
none of them reads another's mails. An engine whose URL is already in the environment is used
instead and not started.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from devstack.engines import PORT_NAMES, SECRETS, Place, engines, mail_engine, new_secrets
from devstack.environment import without_proxy
from devstack.postgres import ROOT_HOME, cluster_folder
from devstack.processes import started_at
from devstack.service import ENGINE_PORTS, Running, StackError, free_port

_PREFIX = "videoplanet-tests-"
_stack = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Run before pytest-django's hook, which loads the settings: wrappers come first."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        try:
            _start_engines()
        except StackError as error:
            _stack.close()
            raise pytest.UsageError(str(error)) from None
    else:
        _take_own_share(worker)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the engines and remove their data."""
    _stack.close()


def _take_own_share(worker: str) -> None:
    """Database 0 and the plain bucket belong to a run without workers."""
    base, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{int(worker.removeprefix('gw')) + 1}"
    os.environ["S3_BUCKET"] = f"videoplanet-{worker}"
    if "MAIL_DIR" in os.environ:
        folder = Path(os.environ["MAIL_DIR"]).parent
        place = Place(folder, folder / f"mail-{worker}", _free_ports(), {}, throwaway=True)
        engine = mail_engine(place)
        mails = Running.start(engine.service, folder / f"mail-{worker}.log")
        _stack.callback(_stop, mails)
        mails.wait_until_ready()
        os.environ |= engine.variables


def _start_engines() -> None:
    _remove_left_over_folders()
    # By default, SIGTERM would end this process before it could stop anything.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = _temporary_folder()
    secrets = new_secrets()
    place = Place(folder, folder / "mail", _free_ports(), secrets, throwaway=True)
    started = engines(place, os.environ)
    running = []
    # PostgreSQL last: making its cluster takes longest, the others start up meanwhile.
    for engine in reversed(started):
        engine.service.prepare()
        run = Running.start(engine.service, folder / f"{engine.service.name}.log")
        _stack.callback(_stop, run)
        running.append(run)
    for run in running:
        run.wait_until_ready()
    os.environ |= {
        **without_proxy(os.environ),
        **{name: secrets[name] for name in SECRETS},
        "ENVIRONMENT": "test",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "FRONTEND_URL": "http://localhost:3000",
        "S3_BUCKET": "videoplanet",
        # Only the tests of pages have pages built, and give them to their servers.
        "WEB_ROOT": str(folder / "none"),
    }
    for engine in started:
        os.environ |= engine.variables


def _stop(run: Running) -> None:
    """Stop it at once; its data is deleted anyway (SIGQUIT lets PostgreSQL skip its checkpoint)."""
    run.ask_to_stop(signal.SIGQUIT if run.service.name == "postgres" else signal.SIGKILL)
    run.wait_stopped()


def _free_ports() -> dict[str, int]:
    """Search from a random port on, so that two runs that begin together don't collide."""
    ports: dict[str, int] = {}
    for name in PORT_NAMES:
        start = random.SystemRandom().choice(ENGINE_PORTS)
        ports[name] = free_port(start, within=ENGINE_PORTS, avoid=frozenset(ports.values()))
    return ports


def _temporary_folder() -> Path:
    prefix = f"{_PREFIX}{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        folder.chmod(0o711)  # PostgreSQL runs under another account then
        cluster = cluster_folder(folder)
        if cluster.is_relative_to(ROOT_HOME):
            _stack.callback(shutil.rmtree, cluster, ignore_errors=True)
    return folder


def _remove_left_over_folders() -> None:
    """Remove the folders of runs that were killed; the kernel has ended their engines."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and started_at(int(pid)) is None:
            with suppress(FileNotFoundError):  # another run has just removed it
                _remove_left_over(folder)


def _remove_left_over(folder: Path) -> None:
    if folder.stat().st_uid != os.getuid():
        return
    if os.geteuid() == 0 and (cluster := cluster_folder(folder)).is_relative_to(ROOT_HOME):
        shutil.rmtree(cluster, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
