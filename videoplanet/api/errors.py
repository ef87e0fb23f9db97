"""One error shape everywhere: `application/problem+json` (RFC 9457) with `errors` for bad input.

A domain error is a small subclass of `ProblemError` in its app. Any other exception becomes a 500
that contains the request's id and nothing else; the log has the same id.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import psycopg.errors
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg_pool import ConnectionPool, PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response

from videoplanet.api.rendering import dumps
from videoplanet.logs import current_request_id
from videoplanet.tasks.exclusive import Busy

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
type Text = str | Promise


class ProblemError(Exception):
    """An action refuses a request. Subclasses set `status`, `code` and `detail`."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "invalid"
    detail: Text = ""
    challenge: ClassVar[str] = ""
    """The `WWW-Authenticate` of a 401."""

    def __init__(self, detail: Text = "") -> None:
        super().__init__(str(detail or self.detail))
        if detail:
            self.detail = detail

    def errors(self) -> list[dict[str, str]]:
        """Return the `errors` of the document, each `{field, code, message}`."""
        return []

    def members(self) -> dict[str, Any]:
        """Return further members of the document."""
        return {}


class InvalidField(ProblemError):
    """A field has a value that only the action, not the serializer, could refuse (400)."""

    def __init__(self, field: str, code: str, message: Text) -> None:
        super().__init__(message)
        self.field, self.error_code = field, code

    def errors(self) -> list[dict[str, str]]:
        """Name the one field."""
        return [{"field": self.field, "code": self.error_code, "message": str(self.detail)}]


def does_not_exist(field: str, message: Text) -> Exception:
    """Return what to raise for a thing that the viewer does not see, or that does not exist.

    In a path or a query that is a 404, in a body a 400 that names the `field`.
    """
    return InvalidField(field, "does_not_exist", message) if field else Http404()


class Forbidden(ProblemError):
    """The person may see this, but not do it (403)."""

    status = 403
    code = "permission_denied"

    @property
    def detail(self) -> str:  # type: ignore[override]
        """Return the message in the reader's language."""
        return _("Your role in this project does not allow this.")


class Conflict(ProblemError):
    """The present state does not allow this (409)."""

    status = 409
    code = "conflict"


def problem(
    status: int,
    *,
    code: str,
    detail: Text = "",
    errors: Iterable[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Return the members of a problem document."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
        "instance": f"urn:request:{current_request_id.get()}",
    }


def _flatten(details: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Yield `{field, code, message}`; the field as a path such as `drawing_data.shapes[3].type`."""
    match details:
        case {"message": str() as message, "code": str() as code}:
            yield {"field": path, "code": code, "message": message}
        case dict():
            for key, value in details.items():
                if key == "non_field_errors":
                    step = path
                elif isinstance(key, int):
                    step = f"{path}[{key}]"
                else:
                    step = f"{path}.{key}" if path else str(key)
                yield from _flatten(value, step)
        case list():
            for index, value in enumerate(details):
                leaf = isinstance(value, dict) and set(value) == {"message", "code"}
                yield from _flatten(value, path if leaf else f"{path}[{index}]")


def _of_database(error: DatabaseError | Busy) -> tuple[int, str, str] | None:
    """Return status, code and detail of an error that the database raised; None for our defects."""
    cause = error if isinstance(error, Busy) else error.__cause__
    match cause:
        case psycopg.errors.ForeignKeyViolation():
            return 409, "gone", _("Something that this refers to was deleted meanwhile.")
        case psycopg.errors.UniqueViolation():
            return 409, "duplicate", _("The same was written at the same time.")
        case Busy() | psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
            return 503, "busy", _("Others are writing here. Try again in a moment.")
        case psycopg.errors.QueryCanceled():  # a query that takes too long is a defect of ours
            return None
        case psycopg.OperationalError():
            logger.error("the database failed: %s", error)
            _drop_dead_connections(cause)
            detail = _("The database does not answer. Try again in a moment.")
            return 503, "database_unavailable", detail
        case _:
            return None


def _drop_dead_connections(error: BaseException) -> None:
    """After a lost connection check the pool's others: each dead one would fail a request."""
    if not isinstance(error, PoolTimeout):
        pool: ConnectionPool | None = getattr(connection, "pool", None)
        if pool:
            pool.check()


def _of_storage(error: BotoCoreError | ClientError) -> tuple[int, str, str]:
    """Return status, code and detail for a storage that fails."""
    logger.error("the storage failed: %s", error)
    return 503, "storage_unavailable", _("The storage does not answer. Try again in a moment.")


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    match error:
        case exceptions.APIException():
            return error
        case Http404() | ObjectDoesNotExist():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case _:
            return None


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the problem document for `error`; None (Django's 500) for an unexpected one."""
    headers: dict[str, str] = {}
    if isinstance(error, ProblemError):
        status = error.status
        body = problem(status, code=error.code, detail=error.detail, errors=error.errors())
        body |= error.members()
        if error.challenge:
            headers["WWW-Authenticate"] = error.challenge
    elif isinstance(error, RequestDataTooBig):
        status = 413
        body = problem(status, code="too_large", detail=_("The body is too large."))
    elif api_error := _as_api_exception(error):
        status, headers = api_error.status_code, _headers(api_error)
        if isinstance(api_error, exceptions.ValidationError):
            field_errors = list(_flatten(api_error.get_full_details()))
            body = problem(status, code="invalid", detail=_("Invalid input."), errors=field_errors)
        else:
            body = problem(status, code=str(api_error.get_codes()), detail=str(api_error.detail))
    elif isinstance(error, BotoCoreError | ClientError):
        status, code, detail = _of_storage(error)
        headers = {"Retry-After": "5"}
        body = problem(status, code=code, detail=detail)
    elif isinstance(error, DatabaseError | Busy) and (known := _of_database(error)):
        status, code, detail = known
        headers = {"Retry-After": "1"} if status == 503 else {}
        body = problem(status, code=code, detail=detail)
    else:
        return None
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def _document(status: int, code: str, detail: Text) -> HttpResponse:
    body = dumps(problem(status, code=code, detail=detail))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


class ProblemMiddleware(MiddlewareMixin):
    """Answers errors of views that are not REST framework's, such as allauth's."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the problem document; None for an unexpected error."""
        answer = exception_handler(error, {})
        if answer is None:
            return None
        return HttpResponse(
            dumps(answer.data),
            status=answer.status_code,
            headers={**answer.headers, "Content-Type": CONTENT_TYPE},
        )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses before it reaches a view (400)."""
    return _document(400, "invalid", _("Invalid request."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a 403 of a view that is not REST framework's."""
    return _document(403, "permission_denied", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a path without a route (404)."""
    return _document(404, "not_found", _("Not found."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a 500 that contains only the `instance`, which the log has too."""
    return _document(500, "error", "")
