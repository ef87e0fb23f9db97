"""`Idempotency-Key` on every POST that creates something: one write, however often it is sent.

This decorator opens the outermost action, so that the stored answer commits with the write. The
key's row is inserted first: a parallel request with the same key waits on its constraint.
"""

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from eventlog.publish import action
from videoplanet.api.errors import InvalidField, ProblemError
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.responses import CreatedResponse
from videoplanet.idempotency.models import IdempotentAnswer

KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_HEADERS = ("Cache-Control", "ETag", "Location", "X-Project-Seq")

type Handler = Callable[..., Response]


class KeyReused(ProblemError):
    """The key was used before with another body (422)."""

    status = 422
    code = "idempotency_key_reused"
    detail = _("This Idempotency-Key was used before with another body.")


def idempotent(handler: Handler) -> Handler:
    """Have a view's method answer a repeated key and body with its first answer, for a day."""

    @functools.wraps(handler)
    def handle(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            message = _("1 to 255 visible ASCII characters.")
            raise InvalidField("Idempotency-Key", "invalid", message)
        with action():
            answer, first = _claim(request, key)
            if not first:
                return _replay(answer, _body_hash(request))
            response = handler(view, request, *args, **kwargs)
            _store(answer, response)
        return response

    handle.takes_idempotency_key = True  # type: ignore[attr-defined] # for the OpenAPI document
    return handle


def _body_hash(request: Request) -> str:
    """Return a hash of the body; for a form, of its fields and the content of its files."""
    data: Any = request.data
    if not request.FILES:
        return hashlib.sha256(dumps(data, sort=True)).hexdigest()
    fields = {name: data.getlist(name) for name in data if name not in request.FILES}
    digest = hashlib.sha256(dumps(fields, sort=True))
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(dumps([name, upload.size]))
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def _claim(request: Request, key: str) -> tuple[IdempotentAnswer, bool]:
    """Return the key's row, and whether this request is the first and has to fill it."""
    same = {"user_id": request.user.pk, "route": request.path[:300], "key": key}
    past = timezone.now() - settings.IDEMPOTENCY_LIFETIME
    IdempotentAnswer.objects.filter(**same, created_at__lt=past).delete()
    ours = IdempotentAnswer(**same, body_hash=_body_hash(request))
    # Waits until a parallel request has committed or rolled back, then finds or inserts the row.
    IdempotentAnswer.objects.bulk_create([ours], ignore_conflicts=True)
    stored = IdempotentAnswer.objects.select_for_update().get(**same)
    return stored, stored.status is None


def _replay(answer: IdempotentAnswer, body_hash: str) -> Response:
    if answer.body_hash != body_hash:
        raise KeyReused
    return Response(RawJSON(answer.body), status=answer.status, headers=answer.headers)


def _store(answer: IdempotentAnswer, response: Response) -> None:
    data = response.replay if isinstance(response, CreatedResponse) else response.data
    answer.body = data if isinstance(data, RawJSON) else dumps(data)
    answer.status = response.status_code
    answer.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    answer.save(update_fields=["body", "status", "headers"])
