"""The encodings of files: UTF-8, UTF-16, and CP949, in which Excel in Korea saves."""

import codecs

from django.utils.translation import gettext_lazy as _

from videoplanet.api.errors import InvalidField

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the workbooks of Excel begin, new and old."""
SAMPLE = 4096


def text_of(data: bytes) -> str:
    """Return the text, with plain line breaks. Raises InvalidField."""
    if data.startswith(ARCHIVES):
        message = _("This is a workbook or an archive. Save the table as CSV, and send that.")
        raise InvalidField("file", "encoding", message)
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            return _decoded(data[len(bom) :], encoding)
    if guessed := _utf_16(data[:SAMPLE]):
        return _decoded(data, guessed)
    try:
        return _decoded(data, "utf-8")
    except InvalidField:
        return _decoded(data, "cp949")


def _utf_16(sample: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: every other byte of ASCII is 0 there."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.3 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.3 * half else None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = _("This is no text in UTF-8, UTF-16 or CP949.")
        raise InvalidField("file", "encoding", message) from error
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
