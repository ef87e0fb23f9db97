"""Django's PostgreSQL with pipelines, and with foreign keys that are checked at once."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import connection


def pipelined() -> AbstractContextManager[None]:
    """Send the statements of a block without waiting for each one's result."""
    wrapper: Any = connection
    block: AbstractContextManager[None] = wrapper.pipelined()
    return block
