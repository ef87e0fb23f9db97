"""Runs services as child processes: starts them, prefixes their logs, notices deaths, stops them.

It is our own code because process managers such as honcho start and stop everything at once. Here,
engines must answer before the migration runs, commands run in between, and at the end the engines
must outlive the processes that write to them.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from devstack.service import Service, StackError, kill_group

_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)
_WIDTH = 9
_TAIL_LINES = 15
_MAX_LINE = 64 * 1024


class DiedError(StackError):
    """A service that should be running has ended."""


@dataclass
class Child:
    """A started service and the last lines that it wrote."""

    service: Service
    process: asyncio.subprocess.Process
    tail: deque[str]
    output: asyncio.Task[None]

    def obituary(self) -> str:
        """Say how it ended, and its last lines."""
        code = self.process.returncode or 0
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        lines = "".join(f"\n    {line}" for line in self.tail) or " nothing"
        return f"{self.service.name} ended with {how}\nIt wrote last:{lines}"


class Supervisor:
    """Owns the children. `on_change` is called whenever they change. Make it in a running loop."""

    def __init__(self, on_change: Callable[[list[Child]], None]) -> None:
        self.children: list[Child] = []
        self.first_death: asyncio.Future[DiedError] = asyncio.get_running_loop().create_future()
        self._on_change = on_change
        self._watchers: list[asyncio.Task[None]] = []
        self._stopping = False
        self._colours = itertools.cycle(_COLOURS)
        self._colour_of: dict[str, int] = {}

    async def start(self, service: Service) -> None:
        """Start a service and wait for its first answer; raises DiedError or StackError."""
        await asyncio.to_thread(service.prepare)
        child = await self._spawn(service)
        self._watchers.append(asyncio.create_task(self._watch(child)))
        deadline = time.monotonic() + service.ready_seconds
        while not await asyncio.to_thread(service.is_ready):
            if child.process.returncode is not None:
                raise DiedError(child.obituary())
            if time.monotonic() > deadline:
                raise StackError(
                    f"{service.name} does not answer after {service.ready_seconds:.0f} s."
                )
            await asyncio.sleep(0.05)
        await asyncio.to_thread(service.after_ready)

    async def run(self, service: Service) -> None:
        """Run a command to its end; raises StackError unless its exit code is 0."""
        child = await self._spawn(service)
        await child.output
        await child.process.wait()
        self.children.remove(child)
        if child.process.returncode:
            raise DiedError(child.obituary())

    async def stop(self) -> None:
        """Ask all to stop, the highest layer first, and make those that do not."""
        self._stopping = True
        for layer in sorted({child.service.layer for child in self.children}, reverse=True):
            chosen = [child for child in self.children if child.service.layer == layer]
            await asyncio.gather(*(self._stop(child) for child in chosen))
            self.children = [child for child in self.children if child not in chosen]
            self._on_change(self.children)

    def kill(self) -> None:
        """End everything now; `stop` then has nothing to wait for."""
        for child in self.children:
            kill_group(child.process.pid)

    def say(self, name: str, text: str, *, alarm: bool = False) -> None:
        """Print lines prefixed with their source; the first line of an alarm stands out."""
        colour = self._colour_of.get(name) or self._colour_of.setdefault(name, next(self._colours))
        width = max(_WIDTH, *map(len, self._colour_of))
        prefix = f"{name:<{width}}│ "
        first, *rest = text.split("\n")
        if sys.stdout.isatty():
            prefix = f"\033[{colour}m{prefix}\033[0m"
            first = f"\033[1;37;41m {first} \033[0m" if alarm else first
        elif alarm:
            first = f"*** {first}"
        # A terminal that is gone must not keep us from stopping the children.
        with contextlib.suppress(OSError):
            print("\n".join(prefix + line for line in (first, *rest)), flush=True)

    async def _spawn(self, service: Service) -> Child:
        process = await asyncio.create_subprocess_exec(
            *service.argv,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            **service.popen_options(),
        )
        tail: deque[str] = deque(maxlen=_TAIL_LINES)
        output = asyncio.create_task(self._copy_output(service.name, process.stdout, tail))
        child = Child(service, process, tail, output)
        self.children.append(child)
        self._on_change(self.children)
        return child

    async def _stop(self, child: Child) -> None:
        process = child.process
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(child.service.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), child.service.stop_seconds)
            except TimeoutError:
                self.say("stack", f"{child.service.name} does not stop, so it is killed.")
        # And the processes that it started itself, which are in its group.
        kill_group(process.pid)
        await process.wait()
        await asyncio.wait([child.output], timeout=1)

    async def _watch(self, child: Child) -> None:
        await child.process.wait()
        if self._stopping:
            return
        # Wait for its last lines, but not for long: its own child may hold the pipe open.
        await asyncio.wait([child.output], timeout=1)
        if not self.first_death.done():
            self.first_death.set_result(DiedError(child.obituary()))

    async def _copy_output(
        self, name: str, stream: asyncio.StreamReader | None, tail: deque[str]
    ) -> None:
        async for line in _lines(stream):
            tail.append(line)
            self.say(name, line)


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[str]:
    """Decode lines without their end; one that never ends is cut rather than kept in memory."""
    rest = b""
    while stream is not None and (chunk := await stream.read(_MAX_LINE)):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _MAX_LINE:
            lines, rest = [*lines, rest], b""
        for line in lines:
            yield line.decode(errors="replace").rstrip("\r")
    if rest:
        yield rest.decode(errors="replace")
