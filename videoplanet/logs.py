"""What never gets into a log, and what gets into it at level DEBUG only."""

import logging
import re
from collections.abc import Container, Mapping

QUERY = re.compile(r"\?\S*")


class QueryFilter(logging.Filter):
    """Removes query strings from logged requests: they may contain a token (`?token=`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; let every record pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY.sub("?…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


HEALTH = re.compile(r"/(healthz|livez|readyz|statusz)\b")
"""Paths that somebody asks for every few seconds for as long as the service runs."""


class HealthFilter(logging.Filter):
    """Leaves out a server's lines about health checks, unless the level is DEBUG.

    The lines of `videoplanet.health` say what is wrong, with the reason.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is logged."""
        # granian gives the parts of its line by name.
        given = record.args or ()
        arguments = given.values() if isinstance(given, Mapping) else given
        if any(isinstance(argument, str) and HEALTH.match(argument) for argument in arguments):
            return logging.getLogger().isEnabledFor(logging.DEBUG)
        return True


class PeriodicFilter(logging.Filter):
    """Leaves out lines about periodic tasks that went well, unless the level is DEBUG."""

    def __init__(self, tasks: Container[str]) -> None:
        super().__init__()
        self.tasks = tasks

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is logged. Celery gives the task's name among the arguments."""
        if record.levelno > logging.INFO or not isinstance(record.args, Mapping):
            return True
        if record.args.get("name") in self.tasks:
            return logging.getLogger().isEnabledFor(logging.DEBUG)
        return True
