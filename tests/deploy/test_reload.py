"""Processes are reloaded, replaced, stopped and killed under load; requests are not lost."""

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from devstack import fleet, gateway
from devstack.node import NODE
from devstack.packages import NoProgramError
from devstack.processes import started_at
from devstack.service import HOST, Running
from tests.conftest import make_member
from tests.engines import free_port
from tests.waiting import eventually
from tests.worker import environment

DRIVER = Path(__file__).with_name("many_clients.mjs")
LIMITS = {"WRITE_RATE": "1000000/minute", "PROJECTS_PER_USER": "1000000"}


@pytest.fixture
def run(transactional_db, tmp_path, broker):
    """`run("rest")` starts the processes of a kind with their command lines."""
    with ExitStack() as stack:

        def start(kind):
            chosen = [process for process in fleet.processes() if process.kind == kind]
            started = [begin(process) for process in chosen]
            for running in started:
                running.wait_until_ready()
            return chosen, started

        def begin(process):
            env = environment() | LIMITS | {"REDIS_URL": broker.url}
            service = process.service(env, tmp_path)
            running = Running.start(service, tmp_path / f"{process.name}.log")
            stack.callback(running.wait_stopped)
            stack.callback(running.ask_to_stop, signal.SIGTERM)
            return running

        start.again = begin
        yield start


@pytest.fixture
def through(tmp_path):
    """`through(rest, sockets)` starts a gateway, which limits nobody, before processes."""
    try:
        gateway.nginx()
    except NoProgramError as error:
        pytest.skip(str(error))
    with ExitStack() as stack:

        def start(rest=(1,), sockets=(1,)):
            port, folder = free_port(), tmp_path / "gateway"
            folder.mkdir()
            main = gateway.write(
                folder,
                plain=free_port(),
                port=port,
                upstreams=gateway.upstreams(rest, sockets, f"{HOST}:1"),
                **{"rate=50r/s": "rate=9999r/s", "rate=20r/s": "rate=9999r/s"},
            )
            running = Running.start(gateway.service(main, port), folder / "output")
            stack.callback(running.wait_stopped)
            stack.callback(running.ask_to_stop)
            running.wait_until_ready()
            return f"{HOST}:{port}"

        yield start


@contextmanager
def load(url):
    """Read and write over and over until the end; give what was answered, counted."""
    token = make_member("jun").token
    answers, going = Counter(), [True]

    def ask(method):
        with httpx.Client(base_url=url, timeout=60) as client:
            client.headers["Authorization"] = f"Bearer {token}"
            body = {"json": {"name": "Film"}} if method == "POST" else {}
            while going:
                try:
                    answer = client.request(method, "/api/v1/projects", **body)
                    answers[method, answer.status_code] += 1
                except httpx.HTTPError as error:
                    answers[method, repr(error)] += 1

    threads = [Thread(target=ask, args=(method,)) for method in ("GET", "GET", "POST")]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        going.clear()
        for thread in threads:
            thread.join()


def children(master):
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{master}/task/{master}/children").read_text()
    return {int(pid) for pid in listed.split()}


def test_a_reload_loses_no_request(run, through):
    [first, *others], [master, *rest] = run("rest")
    for running in rest:
        running.ask_to_stop()
        running.wait_stopped()
    assert others
    old = children(master.process.pid)
    with load(f"http://{through([first.port])}") as answers:
        eventually(lambda: answers["POST", 201] > 5)
        master.process.send_signal(signal.SIGHUP)
        eventually(lambda: not any(started_at(pid) for pid in old), 120)
        served = answers.total()
        eventually(lambda: answers.total() > served + 50)

    assert set(answers) == {("GET", 200), ("POST", 201)}


def test_processes_are_replaced_one_by_one_without_an_error(run, through):
    chosen, running = run("rest")
    with load(f"http://{through([process.port for process in chosen])}") as answers:
        for process, old in zip(chosen, running, strict=True):
            served = answers.total()
            eventually(lambda served=served: answers.total() > served + 50)
            old.ask_to_stop(signal.SIGTERM)
            old.wait_stopped()
            run.again(process).wait_until_ready()

    assert set(answers) == {("GET", 200), ("POST", 201)}


def test_a_stopped_process_tells_its_sockets_and_streams_to_come_back(run, cast):
    [process, _other], [running, _] = run("sockets")
    token, address = cast.viewer.token, f"{HOST}:{process.port}"
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    events = f"http://{address}/api/v1/projects/{cast.project.id}/events"
    with (
        connect(f"ws://{address}/ws/notifications?token={token}") as socket,
        httpx.stream("GET", events, headers=headers, timeout=10) as stream,
    ):
        socket.recv(timeout=10)
        pieces = stream.iter_text()
        text = next(pieces)
        begun = time.monotonic()
        running.ask_to_stop(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=10)
        # The response has an end, behind a whole event; nothing was broken off.
        text += "".join(pieces)
        took = time.monotonic() - begun
    assert closed.value.rcvd.code == 1012
    assert re.search(r"\n\nretry: \d{3,4}\n\n$", text)
    assert took < 3


def test_the_clients_of_a_stopped_process_are_back_within_five_seconds(run, through, cast):
    processes, [running, _] = run("sockets")
    url = f"ws://{through(sockets=[process.port for process in processes])}"
    command = [NODE, DRIVER, url, f"{cast.project.id}", cast.viewer.token, "20"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as clients:
        states = map(json.loads, clients.stdout)
        for _ in range(20):
            assert next(states)["took"] is None
        running.ask_to_stop(signal.SIGTERM)
        away, back = {next(states)["client"]}, {}
        while len(back) < len(away):
            line = next(states)
            if line["state"] == "away":
                away.add(line["client"])
            else:
                back[line["client"]] = line["took"] / 1000
        clients.kill()

    assert len(back) >= 5  # the gateway had sent each second one there
    assert max(back.values()) < 6
    assert max(back.values()) - min(back.values()) > 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
@pytest.mark.parametrize("kind", ["rest", "worker"])
def test_the_workers_of_a_killed_master_end(run, kind):
    _, [master, *_] = run(kind)
    workers = children(master.process.pid)
    assert workers
    master.process.kill()
    master.process.wait()
    eventually(lambda: not any(started_at(pid) for pid in workers), 20)
