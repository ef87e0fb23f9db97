"""Conditional requests: `ETag`, `If-None-Match` (304) and `If-Match` (412).

A resource's tag is `"<version>-<state>"`. The version changes with the resource's own fields, the
state with everything that its JSON shows (reactions, counts, the window in which its media URLs are
signed). A read compares the whole tag. `If-Match` compares only the version, so that an edit does
not fail because somebody reacted.
"""

import datetime
import hashlib
import re

from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from videoplanet.api.errors import ProblemError

QUOTED = re.compile(r'"([^"]*)"')


class PreconditionFailed(ProblemError):
    """`If-Match` names another version than the present one (412)."""

    status = 412
    code = "changed"
    detail = _("This was changed meanwhile. Read it again.")


def version_of(updated_at: datetime.datetime) -> str:
    """Return the version of a row: its last change in microseconds since 1970, in hexadecimal."""
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return f"{(updated_at - epoch) // datetime.timedelta(microseconds=1):x}"


def short_hash(*parts: object) -> str:
    """Return 16 hexadecimal digits of a hash of `parts`."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def resource_tag(updated_at: datetime.datetime, text: str, *output_state: object) -> str:
    """Return the ETag of one resource.

    `text` is its JSON before it is finished for its reader, `output_state` what that depends on.
    """
    return f'"{version_of(updated_at)}-{short_hash(text, *output_state)}"'


def is_known(request: Request, tag: str) -> bool:
    """Say whether the client has the state that `tag` names (`If-None-Match`, compared weakly)."""
    known_tags = parse_etags(request.headers.get("If-None-Match", ""))
    bare = tag.removeprefix("W/")
    return known_tags == ["*"] or any(known.removeprefix("W/") == bare for known in known_tags)


type Versions = frozenset[str] | None
"""Versions that a change may start from; None for any."""


def if_match(request: Request) -> Versions:
    """Return the versions that `If-Match` allows; None without it and for `*`.

    A tag may have become weak or have `-gzip` at its end: proxies that compress an answer rewrite
    it. RFC 9110 §13.1.1 lets weak tags never match, since their bytes may differ; what is
    compared here is the row's version, which is the same however it was sent.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    return frozenset(tag.partition("-")[0] for tag in QUOTED.findall(header))


def require_version(updated_at: datetime.datetime, allowed: Versions) -> None:
    """Raise PreconditionFailed unless `allowed` has the row's version. Call it under the lock."""
    if allowed is not None and version_of(updated_at) not in allowed:
        raise PreconditionFailed
