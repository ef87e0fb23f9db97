"""For crowds of clients: what they ask is answered together, and what they get is spread out."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any

FEW = 10
"""So many questions, or fewer, are answered at once."""
LULL_SECONDS = 0.01
"""While more come within this time, a crowd is still arriving."""
CROWD_SECONDS = 1.0
"""How long the first of a crowd wait for the last."""
PATIENCE_SECONDS = 0.5
"""How long a batch waits for the one before: where the database is down, not as long as that."""


class Batches[Question, Answer]:
    """Answers the questions that come at about the same time together.

    A question that comes alone waits for nothing. What comes meanwhile is the next batch, which
    waits until the crowd is complete. Nothing is kept: each question is asked before `answer`
    begins to answer it.
    """

    def __init__(self, answer: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]]) -> None:
        """Create it; `answer` returns the answers in the order of its questions."""
        self.answer = answer
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises what `answer` raises, for each question of the batch."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None:
            self._task = asyncio.create_task(self._answer_all())
        return await future

    async def _answer_all(self) -> None:
        try:
            while self._waiting:
                await self._wait_for_crowd()
                batch, self._waiting = self._waiting, []
                running = asyncio.create_task(self._answer_batch(batch))
                self._running.add(running)
                running.add_done_callback(self._running.discard)
                await asyncio.wait({running}, timeout=PATIENCE_SECONDS)
        finally:
            self._task = None

    async def _wait_for_crowd(self) -> None:
        until, seen = time.monotonic() + CROWD_SECONDS, FEW
        while len(self._waiting) > seen and time.monotonic() < until:
            seen = len(self._waiting)
            await asyncio.sleep(LULL_SECONDS)

    async def _answer_batch(self, batch: list[tuple[Question, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self.answer([question for question, _future in batch])
        except Exception as error:  # noqa: BLE001 - each of them raises it
            for _question, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_question, future), answer in zip(batch, answers, strict=True):
            if not future.done():  # otherwise its client has left
                future.set_result(answer)


class SharedCalls[Key, Result]:
    """Calls of one function: who asks for the same while one is running gets its result."""

    def __init__(self, call: Callable[[Key], Coroutine[Any, Any, Result]]) -> None:
        self.call = call
        self._running: dict[Key, asyncio.Task[Result]] = {}

    async def get(self, key: Key) -> Result:
        """Return the result of a call that is running, or of a new one. Raises what it raises."""
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self.call(key))
            task.add_done_callback(partial(self._forget, key))
        return await asyncio.shield(task)  # one that leaves does not end it for the others

    def _forget(self, key: Key, task: asyncio.Task[Result]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # if everybody has left, nobody else looks at it


class Turns:
    """Lets those who wait go on in groups, so that the event loop reads and writes in between."""

    def __init__(self, group_size: int) -> None:
        self.group_size = group_size
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        """Wait for a turn: the next one, if nobody else waits.

        Nobody goes on before all who come in the same turn of the event loop are waiting too.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._let_go_on)
        self._waiting.append(future)
        await future

    def _let_go_on(self) -> None:
        for future in self._waiting[: self.group_size]:
            if not future.done():
                future.set_result(None)
        del self._waiting[: self.group_size]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._let_go_on)
