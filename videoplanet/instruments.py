"""What the processes count and measure, for Prometheus. `videoplanet.metrics` serves it.

The values are in files that the workers of one server share (prometheus_client's multiprocess
mode), so it does not matter which of them is asked. The folder is PROMETHEUS_MULTIPROC_DIR, else
one of this process and its forks; that is enough where a server has one worker, as in
deploy/processes.toml.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_OWN = "videoplanet-metrics-"
_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def _prepare_folder() -> Path:
    """Name the folder in the environment, where prometheus_client looks for it."""
    given = os.environ.get(_VARIABLE, "")
    # A process that was started by one of ours has its environment, but is not its fork.
    if given and not Path(given).name.startswith(_OWN):
        folder = Path(given)
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    _remove_left_over()
    owner = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix=f"{_OWN}{owner}-"))
    os.environ[_VARIABLE] = str(folder)
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


def _remove_left_over() -> None:
    """Remove the folders of processes that had no time to: granian ends its workers at once."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_OWN}*"):
        pid = folder.name.removeprefix(_OWN).partition("-")[0]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):  # another user's
            continue


FOLDER = _prepare_folder()
"""The files of this process and of those that it shares them with."""

from prometheus_client import Counter, Gauge, Histogram  # noqa: E402 - it needs the folder

REQUESTS = Histogram(
    "videoplanet_request_seconds",
    "Requests, until the answer begins.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5),
)
STATEMENTS = Counter(
    "videoplanet_sql_statements", "Statements to PostgreSQL, by route or task.", ("of",)
)
STATEMENT_SECONDS = Counter(
    "videoplanet_sql_seconds", "Waiting for PostgreSQL, by route or task.", ("of",)
)
CACHE_READS = Counter(
    "videoplanet_cache_reads",
    "Reads of a cache: finished lists in the process (lists) and their rows, Redis (redis).",
    ("cache", "result"),
)
SOCKETS_OPEN = Gauge(
    "videoplanet_sockets_open",
    "Sockets and event streams that are open.",
    ("kind",),
    multiprocess_mode="livesum",
)
SOCKET_ATTEMPTS = Counter(
    "videoplanet_socket_attempts",
    "Sockets and event streams that were opened, or refused with a code.",
    ("kind", "result"),
)
SOCKET_ENDS = Counter(
    "videoplanet_socket_ends",
    "Sockets and event streams that were open and have ended, by code.",
    ("kind", "code"),
)
EVENT_SECONDS = Histogram(
    "videoplanet_event_seconds",
    "From an event's writing in the log until it was handed to the sockets of a process.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
EVENTS_CAUGHT_UP = Counter(
    "videoplanet_events_caught_up",
    "Events that a process read from the log because their live message had not come.",
)
LOG_LAG = Gauge(
    "videoplanet_log_lag_events",
    "Events by which the rooms of a process were behind the log at the last comparison.",
    multiprocess_mode="livemax",
)
TASKS = Histogram(
    "videoplanet_task_seconds",
    "Tasks by outcome (SUCCESS, FAILURE, RETRY).",
    ("task", "outcome"),
    buckets=(0.01, 0.1, 1, 10, 60, 600, 3600),
)
TASK_WAITS = Histogram(
    "videoplanet_task_wait_seconds",
    "From enqueuing a task until a worker began it, without its countdown.",
    ("queue",),
    buckets=(0.1, 1, 10, 60, 600, 3600),
)
SWEPT = Counter(
    "videoplanet_swept", "Rows and objects that periodic tasks have dealt with.", ("task",)
)
MAILS = Counter("videoplanet_mails", "Attempts to send a mail, by result.", ("result",))
MEDIA_SECONDS = Counter(
    "videoplanet_media_seconds",
    "Time that the steps of processing a video took, done or failed.",
    ("step", "result"),
)
FILM_SECONDS = Counter("videoplanet_film_seconds", "Length of the videos that were processed.")
ERRORS = Counter("videoplanet_errors", "Errors that were logged, by logger.", ("logger",))
BROWSER_SECONDS = Histogram(
    "videoplanet_browser_seconds",
    "What browsers measured (videoplanet/measurements.py).",
    ("measure",),
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 4, 10, 60, 300),
)
BROWSER_SHIFTS = Histogram(
    "videoplanet_browser_layout_shift",
    "Cumulative layout shift of pages.",
    buckets=(0.01, 0.05, 0.1, 0.25, 1),
)
BROWSER_CONNECTIONS = Counter(
    "videoplanet_browser_connections",
    "Changes of live connections, as pages saw them.",
    ("status",),
)
BROWSER_ERRORS = Counter("videoplanet_browser_errors", "Errors in pages, by kind.", ("kind",))
