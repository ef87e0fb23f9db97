"""How many statements a request or task has sent, and how long it waited for them."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Statements:
    """The statements since `count_statements`. In a pipeline the wait is that of the commit."""

    count: int = 0
    seconds: float = 0.0


_current: ContextVar[Statements | None] = ContextVar("statements", default=None)


def count_statements() -> Statements:
    """Count from now on, in this context and in the threads to which it is handed on."""
    statements = Statements()
    _current.set(statements)
    return statements


def timed(execute: Callable[..., Any], *args: Any) -> Any:
    """Execute a statement, as a wrapper of Django's."""
    statements = _current.get()
    if statements is None:
        return execute(*args)
    began = time.perf_counter()
    try:
        return execute(*args)
    finally:
        statements.count += 1
        statements.seconds += time.perf_counter() - began


def waited(wait: Callable[..., Any], *args: Any) -> Any:
    """Wait for what was sent: by a commit, or at the end of a pipeline."""
    statements = _current.get()
    began = time.perf_counter()
    try:
        return wait(*args)
    finally:
        if statements:
            statements.seconds += time.perf_counter() - began


@contextmanager
def waited_at_end[T](block: AbstractContextManager[T]) -> Iterator[T]:
    """Enter a block, and count how long its end waits."""
    value = block.__enter__()
    try:
        yield value
    except BaseException as error:
        if not waited(block.__exit__, type(error), error, error.__traceback__):
            raise
    else:
        waited(block.__exit__, None, None, None)
