"""Ports and processes of the developer stack."""

import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from devstack.environment import read_env_file, write_env_file
from devstack.processes import started_at
from devstack.service import ENGINE_PORTS, Running, Service, StackError, free_port


def test_a_port_in_use_is_passed_over() -> None:
    port = free_port(ENGINE_PORTS.start + 5000, within=ENGINE_PORTS)

    with socket.create_server(("127.0.0.1", port)):
        other = free_port(port, within=ENGINE_PORTS)

    assert other != port
    assert free_port(port, within=ENGINE_PORTS) == port


def test_the_search_for_a_port_goes_on_at_the_beginning() -> None:
    port = free_port(ENGINE_PORTS.start + 6000, within=ENGINE_PORTS)
    only = range(port, port + 2)

    assert free_port(port + 1, within=only, avoid=frozenset([port + 1])) == port


def test_no_free_port_is_said() -> None:
    port = free_port(ENGINE_PORTS.start + 7000, within=ENGINE_PORTS)

    with pytest.raises(StackError, match="No free port"):
        free_port(port, within=range(port, port + 1), avoid=frozenset([port]))


def test_a_service_that_dies_is_reported_with_its_last_words(tmp_path: Path) -> None:
    code = "print('no such table'); raise SystemExit(3)"
    service = Service(name="worker", argv=(sys.executable, "-c", code), is_ready=lambda: False)

    running = Running.start(service, tmp_path / "worker.log")

    with pytest.raises(StackError, match=r"worker ended with 3:\nno such table"):
        running.wait_until_ready()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import time; from pathlib import Path; from devstack.service import Running, Service\n"
        "child = Service(name='child', argv=('sleep', '60'), is_ready=lambda: True)\n"
        f"print(Running.start(child, Path({str(tmp_path / 'child')!r})).process.pid, flush=True)\n"
        "time.sleep(60)"
    )
    service = Service(
        name="parent",
        argv=(sys.executable, "-c", code),
        is_ready=lambda: log.read_text().endswith("\n"),
    )
    running = Running.start(service, log)
    running.wait_until_ready()
    child = int(log.read_text())
    assert started_at(child) is not None

    running.ask_to_stop(signal.SIGKILL)
    running.wait_stopped()

    deadline = time.monotonic() + 5
    while started_at(child) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert started_at(child) is None


def test_an_env_file_is_read_as_it_was_written_and_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "dev.env"
    values = {"SECRET_KEY": "a=b#c", "EMPTY": ""}

    write_env_file(file, values)

    assert read_env_file(file) == values
    assert file.stat().st_mode & 0o077 == 0


def test_comments_quotes_and_export_are_understood(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nexport A='one two'\nB = three\nnonsense\n")

    assert read_env_file(file) == {"A": "one two", "B": "three"}
