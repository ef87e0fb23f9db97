"""An object in the storage as a seekable file: ranged reads with a small cache of blocks."""

import io
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

import urllib3

BLOCK = 256 * 1024
"""Bytes; what one jump into the file costs at least."""
KEPT = 128
"""Blocks in the cache: 32 MiB."""
LONGEST = 16
"""Blocks in one request of a sequential reader: 4 MiB."""
PLACES = 8
"""Sequential readers that are told apart: sound and pictures may lie far from each other."""


class StorageAway(OSError):
    """The storage does not give the bytes, now or (deleted, expired) any more."""


class NoObject(OSError):
    """The storage has no such object (any more)."""


class RemoteFile(io.RawIOBase):
    """A file at a URL that supports ranges.

    A jump reads one block; who goes on reading from there gets twice as much with each request, and
    from a mebibyte on the next piece is fetched while this one is worked on.
    """

    def __init__(self, url: str) -> None:
        """Ask for nothing yet."""
        super().__init__()
        self.url = url
        self.fetched = 0
        """Bytes that came over the wire."""
        self.failure: OSError | None = None
        """Kept, because who reads through C code may not see the exception."""
        retries = urllib3.Retry(total=5, backoff_factor=0.5, status_forcelist=(500, 502, 503, 504))
        timeout = urllib3.Timeout(connect=5, read=30)
        self._pool = urllib3.PoolManager(retries=retries, timeout=timeout)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._expected: OrderedDict[int, int] = OrderedDict()
        self._ahead: dict[int, Future[bytes]] = {}
        self._size: int | None = None
        self._at = 0

    @property
    def size(self) -> int:
        """Return the file's size in bytes. Raises StorageAway."""
        if self._size is None:
            self._load(0)
        return self._size or 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; nothing is read yet."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, (self.size if base is None else base) + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes, fewer at the end of a block. Raises StorageAway."""
        left = self.size - self._at
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        number, start = divmod(self._at, BLOCK)
        piece = self._block(number)[start : start + wanted]
        self._at += len(piece)
        return piece

    def close(self) -> None:
        """End the connection."""
        self._thread.shutdown(cancel_futures=True)
        self._pool.clear()
        super().close()

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            self._load(number)
        self._blocks.move_to_end(number)
        return self._blocks[number]

    def _load(self, number: int) -> None:
        """Fetch the block, and as many after it as the reader has earned."""
        count = min(self._expected.pop(number, 0) * 2 or 1, LONGEST)
        ahead = self._ahead.pop(number, None)
        data = ahead.result() if ahead else self._fetch(number, count)
        count = max(1, -(-len(data) // BLOCK))
        for index in range(count):
            self._blocks[number + index] = data[index * BLOCK : (index + 1) * BLOCK]
        self._expect(number + count, count)
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)

    def _expect(self, number: int, count: int) -> None:
        """Remember where a sequential reader will go on, and begin to fetch it if it goes far."""
        self._expected[number] = count
        while len(self._expected) > PLACES:
            self._ahead.pop(self._expected.popitem(last=False)[0], None)
        if count * 4 >= LONGEST and number * BLOCK < self.size:
            longer = min(count * 2, LONGEST)
            self._ahead[number] = self._thread.submit(self._fetch, number, longer)

    def _fetch(self, number: int, count: int) -> bytes:
        first = number * BLOCK
        headers = {"Range": f"bytes={first}-{first + count * BLOCK - 1}"}
        try:
            answer = self._pool.request("GET", self.url, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise self._away(str(error)) from error
        if answer.status == 416:  # nothing there: an empty file, or its end
            self._size = first if self._size is None else self._size
            return b""
        if answer.status == 404:
            self.failure = NoObject("there is no such object")
            raise self.failure
        if answer.status != 206:
            raise self._away(f"status {answer.status}")
        self.fetched += len(answer.data)
        if self._size is None:
            self._size = int(answer.headers["Content-Range"].rpartition("/")[2])
        return answer.data

    def _away(self, reason: str) -> StorageAway:
        self.failure = away = StorageAway(reason)
        return away
