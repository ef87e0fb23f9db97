"""The log: one line for each record, as JSON or for a terminal, and what never gets into it."""

import logging
import re
from collections.abc import Container, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from videoplanet.instruments import ERRORS

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request that this code works for, also in the tasks that it enqueued."""

QUERY = re.compile(r"\?\S*")
SIGNATURE = re.compile(r"/media/\d+/[^/\s]+")

EXTRAS = ("method", "route", "status", "ms", "user", "sql", "sql_ms", "code", "seconds")
"""What a line of ours may say beside its message. Everything else that a library adds is left out:
Django adds the request, with its query and headers, and Celery adds a task's arguments."""


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of the request it belongs to, `-` outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add `request_id`; let every record pass."""
        record.request_id = current_request_id.get()
        return True


class JSONFormatter(OrjsonFormatter):
    """Writes a record as one line of JSON: time, level, logger, request, message, and EXTRAS."""

    def __init__(self) -> None:
        super().__init__(["levelname", "name", "request_id", "message"], timestamp="time")

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Choose what the line says, in the order in which it is read."""
        at = datetime.fromtimestamp(record.created, UTC)
        log_data["time"] = f"{at.isoformat(timespec='milliseconds')[:-6]}Z"
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["request"] = getattr(record, "request_id", "-")
        log_data["message"] = without_secrets(record.message)
        for name in EXTRAS:
            if (value := getattr(record, name, None)) is not None:
                log_data[name] = value
        log_data |= {name: without_secrets(str(text)) for name, text in message_dict.items()}


class LineFormatter(logging.Formatter):
    """Writes a record for people at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and a traceback after it."""
        return without_secrets(super().format(record))


class ErrorCounter(logging.Handler):
    """Counts what is logged as an error, for the metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record."""
        ERRORS.labels(record.name).inc()


def without_secrets(text: str) -> str:
    """Return a text without the signatures of media URLs."""
    return SIGNATURE.sub("/media/…", text) if "/media/" in text else text


class QueryFilter(logging.Filter):
    """Removes query strings from logged requests: they may contain a token (`?token=`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; let every record pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY.sub("?…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


HEALTH = re.compile(r"/(healthz|livez|readyz|statusz|metrics)\b")
"""Paths that somebody asks for every few seconds for as long as the service runs."""


class HealthFilter(logging.Filter):
    """Leaves out Django's lines about health checks, unless the level is DEBUG.

    The lines of `videoplanet.health` say what is wrong, with the reason.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is logged."""
        arguments = record.args if isinstance(record.args, tuple) else ()
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
