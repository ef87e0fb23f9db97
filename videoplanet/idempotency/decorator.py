"""`Idempotency-Key` on every POST that creates something: one write, however often it is sent.

A decorated view method checks the request (its shape, and what the person may do) and returns what
remains to be done as a function. A request with a key goes through these steps:

1. The method's checks. They run for a repeated request too: somebody who has lost access since gets
   the refusal that a new request would get, not the kept answer.
2. What must be outside of a transaction (`StorageWrite.prepare`): the object storage may be slow.
   Before it, a look whether the key has an answer.
3. One transaction: the key's row (a parallel request with the key waits here, on its constraint),
   the write, the answer in the row.

If the key has an answer for the same body, that is given again.
"""

import functools
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from videoplanet.api.errors import InvalidField, ProblemError
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.responses import CreatedResponse
from videoplanet.db.postgresql import pipelined
from videoplanet.idempotency.models import IdempotentAnswer

KEY = re.compile(r"[\x21-\x7e]{1,255}")
CLAIM = f"""
INSERT INTO {IdempotentAnswer._meta.db_table} AS old
    (user_id, route, key, body_hash, headers, body, created_at)
VALUES (%s, %s, %s, %s, '{{}}', '', %s)
ON CONFLICT (user_id, route, key) DO UPDATE
    SET body_hash = excluded.body_hash, created_at = excluded.created_at
    WHERE old.created_at < %s
RETURNING id
"""  # noqa: S608 - the table's name
KEEP = f"""
UPDATE {IdempotentAnswer._meta.db_table} SET body = %s, status = %s, headers = %s WHERE id = %s
"""  # noqa: S608 - the table's name
KEPT_HEADERS = ("Cache-Control", "ETag", "Location", "X-Project-Seq")

type Write = Callable[[], Response]
"""What a POST does after its checks, in its transaction if there is a key; returns the answer."""


@dataclass(frozen=True, slots=True)
class StorageWrite[T]:
    """A write that speaks to the object storage first, outside of any transaction."""

    prepare: Callable[[], T]
    """Puts something into the storage, and returns what the write needs to know of it."""
    write: Callable[[T], Response]
    undo: Callable[[T], None] = lambda _prepared: None
    """Takes out of the storage what `prepare` put there, after a write that failed."""


type Checked = Write | StorageWrite[Any]


class KeyReused(ProblemError):
    """The key was used before with another body (422)."""

    status = 422
    code = "idempotency_key_reused"
    detail = _("This Idempotency-Key was used before with another body.")


class _Answered(ProblemError):
    """A request with the key has committed its answer. Never sent."""


def idempotent(check: Callable[..., Checked]) -> Callable[..., Response]:
    """Make a view's method answer the same key and body with its first answer, for a day.

    The method checks the request and returns its write.
    """

    @functools.wraps(check)
    def handle(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return _prepare_and_write(check(view, request, *args, **kwargs), None)
        answer = _new_answer(request, key)
        try:
            checked = check(view, request, *args, **kwargs)
        except Exception:
            _find(answer)  # that the key was used with another body is said first
            raise
        # Others need not look: the key's row, which they write first, is there already.
        if isinstance(checked, StorageWrite) and (known := _find(answer)):
            return _replay(known)
        try:
            return _prepare_and_write(checked, answer)
        except ProblemError:
            # The key is taken, or the refusal may come from what a parallel request with it has
            # just written.
            if known := _find(answer):
                return _replay(known)
            raise

    handle.takes_idempotency_key = True  # type: ignore[attr-defined] # for the OpenAPI document
    return handle


def _prepare_and_write(checked: Checked, answer: IdempotentAnswer | None) -> Response:
    """Return the answer of a checked request; `answer` is the unsaved row of its key, if any."""
    if not isinstance(checked, StorageWrite):
        return _write(checked, answer)
    prepared = checked.prepare()
    try:
        return _write(lambda: checked.write(prepared), answer)
    except Exception:
        checked.undo(prepared)
        raise


def _write(write: Write, answer: IdempotentAnswer | None) -> Response:
    """Write; with a key its row comes first, and the answer is kept in the same transaction.

    The transaction is no `action`: the view's own action is then the outermost one, so its events
    have their numbers before the answer is read, and `X-Project-Seq` counts them.
    """
    if answer is None:
        return write()
    with pipelined(), transaction.atomic():
        row_id = _claim(answer)
        response = write()
        _keep(row_id, response)
    return response


def _new_answer(request: Request, key: str) -> IdempotentAnswer:
    """Return the row for a request's key, unsaved. Raises InvalidField, ParseError."""
    if not KEY.fullmatch(key):
        message = _("1 to 255 visible ASCII characters.")
        raise InvalidField("Idempotency-Key", "invalid", message)
    user_id: Any = request.user.pk  # None only for anonymous requests, which reach no such view
    return IdempotentAnswer(
        user_id=user_id, route=request.path[:300], key=key, body_hash=_hash(request)
    )


def _hash(request: Request) -> str:
    """Return a digest of the body: of a form its fields and the content of its files."""
    data: Any = request.data
    if not request.FILES:
        try:
            return hashlib.sha256(dumps(data, sort=True)).hexdigest()
        except orjson.JSONEncodeError as error:  # the parser takes deeper nesting than the writer
            raise ParseError(_("The JSON is nested too deeply.")) from error
    fields = {name: data.getlist(name) for name in data if name not in request.FILES}
    digest = hashlib.sha256(dumps(fields, sort=True))
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(dumps([name, upload.size]))
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def _find(answer: IdempotentAnswer) -> IdempotentAnswer | None:
    """Return the committed answer for the key. Raises KeyReused if its body was another."""
    since = timezone.now() - settings.IDEMPOTENCY_LIFETIME
    kept = IdempotentAnswer.objects.filter(**_identity(answer), created_at__gte=since).first()
    if kept and kept.body_hash != answer.body_hash:
        raise KeyReused
    return kept


def _identity(answer: IdempotentAnswer) -> dict[str, Any]:
    return {"user_id": answer.user_id, "route": answer.route, "key": answer.key}


def _claim(answer: IdempotentAnswer) -> int:
    """Insert the key's row, or take one that has expired; return its id.

    Raises _Answered if another request has committed one: the statement waits until a parallel one
    has committed or rolled back.
    """
    past = timezone.now() - settings.IDEMPOTENCY_LIFETIME
    row = (answer.user_id, answer.route, answer.key, answer.body_hash, timezone.now(), past)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, row)
        claimed = cursor.fetchone()
    if claimed is None:
        raise _Answered
    return int(claimed[0])


def _replay(kept: IdempotentAnswer) -> Response:
    return Response(RawJSON(kept.body), status=kept.status, headers=kept.headers)


def _keep(row_id: int, response: Response) -> None:
    data = response.replay if isinstance(response, CreatedResponse) else response.data
    body = data if isinstance(data, RawJSON) else dumps(data)
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    values: tuple[Any, ...] = (bytes(body), response.status_code, Jsonb(headers), row_id)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
