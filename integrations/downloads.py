"""An export as an answer."""

import unicodedata
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import quote

from django.http import StreamingHttpResponse

from integrations.exports.formats import Format
from integrations.exports.text import filename
from users.tokens import UserRequest
from videoplanet.api.downloads import IN_MEMORY, send_file


def download(request: UserRequest, chosen: Format, pieces: Any, name: str) -> StreamingHttpResponse:
    """Answer with a file whose pieces are written first: into memory, a large one onto the disk."""
    with ExitStack() as unfinished:
        file = unfinished.enter_context(SpooledTemporaryFile(IN_MEMORY))
        for piece in pieces:
            whole = isinstance(piece, bytes)
            file.write(piece if whole else piece.encode(chosen.encoding, "replace"))
        file.seek(0)
        unfinished.pop_all()
    return send_file(
        request,
        file,
        content_type=_content_type(chosen),
        disposition=disposition(filename(name, chosen.extension)),
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
