"""Finished files as answers: closed when they were sent, and when their reader goes away."""

from typing import IO, Self

from django.http import StreamingHttpResponse
from rest_framework.request import Request

PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024
"""A file beyond this size waits on the disk."""


class Pieces:
    """A file in pieces. Unlike a generator, it can be closed before its first piece is read."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take over a file."""
        self.file = file

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        if self.file.closed or not (piece := self.file.read(PIECE)):
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Close the file; Django calls it at the end of every request."""
        self.file.close()


class AsynchronousPieces:
    """The same for ASGI, where Django would read an ordinary iterator whole."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take over a file."""
        self.pieces = Pieces(file)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece."""
        for piece in self.pieces:
            return piece
        raise StopAsyncIteration

    def close(self) -> None:
        """Close the file."""
        self.pieces.close()


def send_file(
    request: Request, file: IO[bytes], *, content_type: str, disposition: str
) -> StreamingHttpResponse:
    """Answer with a file that was written before.

    So neither rows nor a connection to the database wait for a slow reader, and what fails is an
    error instead of half a file.
    """
    is_asgi = hasattr(request._request, "scope")  # noqa: SLF001 - the only sign of it
    return StreamingHttpResponse(
        AsynchronousPieces(file) if is_asgi else Pieces(file),
        content_type=content_type,
        headers={
            "Content-Disposition": disposition,
            # A browser that guesses could take a text for a page.
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
