"""What never stands in a log."""

import logging
import re

QUERY = re.compile(r"\?\S*")


class QueryFilter(logging.Filter):
    """Cuts queries off what a server logs of requests: a token may stand in them (`?token=`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; let every record pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY.sub("?…", each) if isinstance(each, str) else each for each in record.args
            )
        return True
