"""A finished file as an answer: it is closed when it was sent, and when its reader goes away."""

import unicodedata
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self
from urllib.parse import quote

from django.http import StreamingHttpResponse

from integrations.exports.formats import Format
from integrations.exports.text import filename
from users.tokens import UserRequest

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


def download(request: UserRequest, chosen: Format, pieces: Any, name: str) -> StreamingHttpResponse:
    """Answer with a file whose pieces are written first: into memory, a large one onto the disk.

    So neither the rows nor a connection to the database wait for a slow reader, and what fails is
    an error instead of half a file.
    """
    with ExitStack() as unfinished:
        file = unfinished.enter_context(SpooledTemporaryFile(IN_MEMORY))
        for piece in pieces:
            whole = isinstance(piece, bytes)
            file.write(piece if whole else piece.encode(chosen.encoding, "replace"))
        file.seek(0)
        unfinished.pop_all()
    is_asgi = hasattr(request._request, "scope")  # noqa: SLF001 - the only sign of it
    return StreamingHttpResponse(
        AsynchronousPieces(file) if is_asgi else Pieces(file),
        content_type=_content_type(chosen),
        headers={
            "Content-Disposition": disposition(filename(name, chosen.extension)),
            # A browser that guesses could take a text for a page.
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _content_type(chosen: Format) -> str:
    if chosen.content_type == "application/pdf":
        return chosen.content_type
    charset = "utf-16" if chosen.encoding.startswith("utf-16") else "utf-8"
    return f"{chosen.content_type}; charset={charset}"


def disposition(name: str) -> str:
    """Return the header that names a file, in ASCII for programs that know nothing else, too.

    RFC 6266, appendix D; Django's own function leaves the ASCII name out.
    """
    stem, _dot, extension = name.rpartition(".")
    decomposed = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = "".join(character for character in decomposed if character not in '"\\%')
    plain = " ".join(plain.split()).strip(" ._-") or "feedback"
    header = f'attachment; filename="{plain}.{extension}"'
    return header if plain == stem else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
