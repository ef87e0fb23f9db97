"""Keeps secrets out of the logs."""

import logging
import re

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
