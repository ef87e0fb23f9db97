"""The lists that a process has sent lately, finished for their readers, in a bounded memory.

An entry belongs to one state of its project (`seq`). It also helps with the next state: the rows
that did not change are taken from it (`videoplanet.api.stored_lists`). Nothing has to invalidate
it. It is in the process and not in Redis, because taking a list apart and putting it into Redis
costs more than the whole answer, and because there nobody could fill it for others.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from videoplanet.api.pagination import Known

SHARE = 8
"""One person's lists take at most this part of the cache, and so does one list."""
ROW_BYTES = 250
"""About what Python needs for a piece of bytes, and for the version of a row."""


class KeptList(NamedTuple):
    """A page of a list at a state of its project."""

    seq: int
    pieces: list[bytes]
    """The finished JSON of each row."""
    known: Known
    next_cursor: str | None

    @property
    def body(self) -> bytes:
        """Return the finished JSON array."""
        return b"[%b]" % b",".join(self.pieces)

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes."""
        return sum(map(len, self.pieces)) + ROW_BYTES * (len(self.pieces) + 1)


class ListCache:
    """Keeps the lists that were used last; everybody's share of it is bounded."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[KeptList, UUID, int]] = OrderedDict()
        self._used: dict[UUID, int] = {}
        self.bytes = 0

    def get(self, key: Hashable) -> KeptList | None:
        """Return the list, of whatever state of its project; None if it is not kept."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def keep(self, key: Hashable, kept: KeptList, owner: UUID) -> None:
        """Keep a list that `owner` asked for, in the place of the oldest ones."""
        size, share = kept.size, self.max_bytes // SHARE
        with self._lock:
            self._drop(key)
            if size > share:
                return
            self._entries[key] = kept, owner, size
            self._used[owner] = self._used.get(owner, 0) + size
            self.bytes += size
            while self._used[owner] > share:
                self._drop(next(key for key, entry in self._entries.items() if entry[1] == owner))
            while self.bytes > self.max_bytes:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._used.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        if entry := self._entries.pop(key, None):
            _kept, owner, size = entry
            self.bytes -= size
            self._used[owner] -= size
            if not self._used[owner]:
                del self._used[owner]


LISTS = ListCache(settings.LIST_CACHE_BYTES)
