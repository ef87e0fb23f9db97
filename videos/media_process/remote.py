"""An object in the storage as a seekable file: ranged reads with a small cache of blocks."""

import io
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import override

import urllib3

BLOCK = 256 * 1024
"""Bytes; a seek costs at least this much."""
CACHED_BLOCKS = 128
"""32 MiB."""
REQUEST_BLOCKS = 16
"""The largest request of a sequential reader: 4 MiB."""
READERS = 8
"""Sequential readers that are told apart: audio and video may lie far from each other."""


class StorageUnavailable(OSError):
    """The storage does not give the bytes now, or the URL has expired."""


class ObjectMissing(OSError):
    """The storage has no such object (any more)."""


class RemoteFile(io.RawIOBase):
    """A file behind a URL whose server supports ranges.

    A seek reads one block. Reading on from there doubles the size of each request, and from 1 MiB
    on the next piece is fetched in the background while this one is used.
    """

    def __init__(self, url: str) -> None:
        """Nothing is requested before the first read."""
        super().__init__()
        self.url = url
        self.fetched = 0
        """Bytes received."""
        self.failure: OSError | None = None
        """Kept because libav's C code may not pass the exception on to its caller."""
        retries = urllib3.Retry(total=5, backoff_factor=0.5, status_forcelist=(500, 502, 503, 504))
        timeout = urllib3.Timeout(connect=5, read=30)
        self._pool = urllib3.PoolManager(retries=retries, timeout=timeout)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._expected: OrderedDict[int, int] = OrderedDict()
        self._ahead: dict[int, Future[bytes]] = {}
        self._size: int | None = None
        self._position = 0

    @property
    def size(self) -> int:
        """Return the file's size in bytes. Raises StorageUnavailable."""
        if self._size is None:
            self._load(0)
        return self._size or 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move the position; nothing is read yet."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}.get(whence)
        self._position = max(0, (self.size if base is None else base) + offset)
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes, fewer at the end of a block. Raises StorageUnavailable."""
        left = self.size - self._position
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        number, start = divmod(self._position, BLOCK)
        piece = self._block(number)[start : start + wanted]
        self._position += len(piece)
        return piece

    @override
    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._pool.clear()
        super().close()

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            self._load(number)
        self._blocks.move_to_end(number)
        return self._blocks[number]

    def _load(self, number: int) -> None:
        """Fetch the block, and more after it if this reader is a sequential one."""
        count = min(self._expected.pop(number, 0) * 2 or 1, REQUEST_BLOCKS)
        ahead = self._ahead.pop(number, None)
        data = ahead.result() if ahead else self._fetch(number, count)
        count = max(1, -(-len(data) // BLOCK))
        for index in range(count):
            self._blocks[number + index] = data[index * BLOCK : (index + 1) * BLOCK]
        self._expect(number + count, count)
        while len(self._blocks) > CACHED_BLOCKS:
            self._blocks.popitem(last=False)

    def _expect(self, number: int, count: int) -> None:
        """Remember where a sequential reader will continue; fetch that ahead if it has read far."""
        self._expected[number] = count
        while len(self._expected) > READERS:
            self._ahead.pop(self._expected.popitem(last=False)[0], None)
        if count * 4 >= REQUEST_BLOCKS and number * BLOCK < self.size:
            longer = min(count * 2, REQUEST_BLOCKS)
            self._ahead[number] = self._thread.submit(self._fetch, number, longer)

    def _fetch(self, number: int, count: int) -> bytes:
        first = number * BLOCK
        headers = {"Range": f"bytes={first}-{first + count * BLOCK - 1}"}
        try:
            response = self._pool.request("GET", self.url, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise self._unavailable(str(error)) from error
        if response.status == 416:  # no bytes there: an empty file, or after its end
            self._size = first if self._size is None else self._size
            return b""
        if response.status == 404:
            self.failure = ObjectMissing("there is no such object")
            raise self.failure
        if response.status != 206:
            raise self._unavailable(f"status {response.status}")
        self.fetched += len(response.data)
        if self._size is None:
            self._size = int(response.headers["Content-Range"].rpartition("/")[2])
        return response.data

    def _unavailable(self, reason: str) -> StorageUnavailable:
        self.failure = error = StorageUnavailable(reason)
        return error
