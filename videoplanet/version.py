"""Which version runs: `/statusz` shows it, each process logs it, and reports of errors carry it."""

import logging

from django.conf import settings

logger = logging.getLogger(__name__)


def release() -> str:
    """Return version and commit as one text, `1.2.3+0123abc`; the version alone without one."""
    return f"{settings.VERSION}+{settings.COMMIT[:12]}" if settings.COMMIT else settings.VERSION


def log_release() -> None:
    """Say in the log which version this process is of."""
    logger.info("VideoPlanet %s", release())
