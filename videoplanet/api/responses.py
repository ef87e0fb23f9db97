"""Reads of a project's data, versioned by its `seq`.

A kept list belongs to one seq, so it can't be stale and nothing has to invalidate it; with the
window in which its media URLs are signed the same number is its ETag. It is kept as it is sent, for
readers of one language, guests or members, and has an ETag for them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from videoplanet.api.conditional import is_known, resource_tag, short_hash
from videoplanet.api.list_cache import LISTS, KeptList
from videoplanet.api.output import FinishedJSON, finished, reader_of
from videoplanet.api.pagination import NOTHING, Known, Page, link_header
from videoplanet.api.rendering import RawJSON, close_object, dumps
from videoplanet.api.stored_lists import complete
from videoplanet.instruments import CACHE_READS
from videoplanet.storage import media_urls

type OutputState = tuple[int, str, bool, bool]
"""The window in which media URLs are signed, the reader's language, whether a guest reads, and
whether drawings may have the shape `path`."""


def project_list(request: Request, *, seq: int, read: Callable[[Known], Page]) -> Response:
    """Answer a list of one project: 304, from the cache, or by `read`.

    `seq` is the project's seq as the access check saw it; a page read later may be newer and has
    a seq of its own, from the same snapshot as its rows. `read` takes the rows of an earlier state
    that are known.
    """
    path, state = request.get_full_path(), _output_state(request)
    query_hash = short_hash(path)
    headers = _headers(state, seq, query_hash)
    if is_known(request, headers["ETag"]):
        CACHE_READS.labels("lists", "hit").inc()  # the client's copy
        return Response(status=304, headers=headers)
    key = (media_urls.current_origin(), path, state)
    kept = LISTS.get(key)
    cache_status, fresh = "lists; hit", 0
    if kept is None or kept.seq < seq:
        cache_status = f"lists; fwd={'stale' if kept else 'uri-miss'}"
        page = read(kept.known if kept else NOTHING)
        kept = _finished(page, kept, request, seq)
        # Rows that the process knew are left out: empty lines.
        fresh = sum(map(bool, page.lines.split(b"\n"))) if page.resource else len(kept.pieces)
        owner: Any = request.user.pk  # lists are for those who have logged in
        LISTS.keep(key, kept, owner)
    CACHE_READS.labels("lists", "hit" if cache_status == "lists; hit" else "miss").inc()
    CACHE_READS.labels("rows", "hit").inc(len(kept.pieces) - fresh)
    CACHE_READS.labels("rows", "miss").inc(fresh)
    headers = _headers(state, kept.seq, query_hash) | link_header(request, kept.next_cursor)
    headers["Cache-Status"] = cache_status
    return Response(FinishedJSON(kept.body), headers=headers)


def _finished(page: Page, earlier: KeptList | None, request: Request, seq: int) -> KeptList:
    """Return a page as its reader receives it, with what did not change of an earlier one."""
    reader, known = reader_of(request), page.known
    if page.resource is None:
        pieces = finished(page.lines, reader).split(b"\n") if page.lines else []
        return KeptList(page.seq or seq, pieces, known, page.next_cursor)
    rows = finished(page.lines, reader, page.resource.codes).split(b"\n")
    people = finished(b"\n".join(known.people.values()), reader).split(b"\n")
    pieces = complete(page.resource, known, rows, people)
    if earlier:
        kept = dict(zip(earlier.known.versions, earlier.pieces, strict=True))
        by_version = zip(known.versions, pieces, strict=True)
        pieces = [piece or kept[version] for version, piece in by_version]
    return KeptList(page.seq or seq, pieces, known, page.next_cursor)


def resource(request: Request, rows: QuerySet[Any, Any], *, status: int = 200) -> Response:
    """Answer one resource in one query: its JSON, its ETag, its project's seq.

    `rows` has the annotations `json` and `seq` and the column `updated_at`. Raises Http404 for no
    row.
    """
    row = next(iter(rows.values_list(*OF_RESOURCE)), None)
    return resource_of_row(request, row, status=status)


OF_RESOURCE = ("json", "seq", "updated_at")
"""What is read of one resource."""


def resource_of_row(request: Request, row: Any, *, status: int = 200) -> Response:
    """Answer one resource of which `OF_RESOURCE` has been read. Raises Http404 for None."""
    if row is None:
        raise Http404
    return respond(request, row[0], seq=row[1], updated_at=row[2], status=status)


class Published(Protocol):
    """A row, and how the action that wrote it has published it."""

    updated_at: datetime
    published: Any


def written(request: Request, row: Published, *, status: int = 200) -> Response:
    """Answer with what a write has published."""
    published = row.published
    return respond(
        request, published.payload, seq=published.seq, updated_at=row.updated_at, status=status
    )


class CreatedResponse(Response):
    """An answer to a write that is answered otherwise when its `Idempotency-Key` comes again."""

    replay: RawJSON
    """What is kept for the key, without secrets."""


def created_with(
    request: Request,
    rows: QuerySet[Any, Any],
    members: Mapping[str, Any],
    *,
    replay: Mapping[str, Any] | None = None,
) -> CreatedResponse:
    """Answer with a resource that was created and `members` that only this answer has.

    `rows` has the annotations `begun` and `seq`. The ETag is that of the resource's next read.
    `replay` takes the place of `members` in an answer that is given again.
    """
    row = next(iter(rows.values_list("begun", "seq", "updated_at")), None)
    if row is None:
        raise Http404
    begun = row[0]
    headers = {
        "ETag": resource_tag(row[2], close_object(begun), *_output_state(request)),
        "X-Project-Seq": str(row[1]),
    }
    response = CreatedResponse(_closed(begun, members), status=201, headers=headers)
    response.replay = _closed(begun, members if replay is None else replay)
    return response


def _closed(begun: str, members: Mapping[str, Any]) -> RawJSON:
    texts = {name: dumps(value).decode() for name, value in members.items()}
    return RawJSON(close_object(begun, **texts).encode())


def respond(
    request: Request, text: str, *, seq: int, updated_at: datetime, status: int = 200
) -> Response:
    """Answer with a resource's finished JSON, or 304 if the client has it."""
    tag = resource_tag(updated_at, text, *_output_state(request))
    headers = {"ETag": tag, "X-Project-Seq": str(seq)}
    if request.method in ("GET", "HEAD") and is_known(request, tag):
        return Response(status=304, headers=headers)
    return Response(RawJSON(text.encode()), status=status, headers=headers)


def by_content(request: Request, text: str, headers: dict[str, str] | None = None) -> Response:
    """Answer with finished JSON whose ETag is a digest of it: for what has no version."""
    tag = f'"{short_hash(text, *_output_state(request))}"'
    headers = {"ETag": tag} | (headers or {})
    if is_known(request, headers["ETag"]):
        return Response(status=304, headers=headers)
    return Response(RawJSON(text.encode()), headers=headers)


def _headers(state: OutputState, seq: int, query_hash: str) -> dict[str, str]:
    window, language, for_guest, _paths = state  # `paths` is in the query
    tag = f'"{seq}-{window:x}-{query_hash}-{language}{"-guest" if for_guest else ""}"'
    return {"ETag": tag, "X-Project-Seq": str(seq)}


def _output_state(request: Request) -> OutputState:
    """Return what changes the text when it is sent (`videoplanet.api.output`)."""
    reader = reader_of(request)
    return media_urls.signing_window(), reader.language, reader.is_guest, reader.paths
