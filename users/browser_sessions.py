"""Sessions of browsers: the refresh token is in a cookie that no script can read.

A front end that sends `X-Token-Delivery: cookie` with a log-in gets only an access token in the
body. The cookie goes to one route, `tokens/cookie`, which exchanges it for another access token
(POST) or ends the session (DELETE). Browsers send it from pages of the same site only
(SameSite=Strict), and the route accepts requests from known origins only. To pages that are hosted
on another site goes a cookie that belongs to that site (`Partitioned`): pages of a third site
neither get it nor send it.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from http.cookies import Morsel
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from limits import parse
from rest_framework.request import Request
from rest_framework.views import APIView

from users.tokens import exchange_session
from videoplanet.api.errors import ProblemError
from videoplanet.api.throttles import WriteThrottle, client_network

HEADER, VALUE = "X-Token-Delivery", "cookie"
COOKIE = "videoplanet_refresh"
PATH = "/api/v1/tokens/cookie"

type View = Callable[..., HttpResponse]


class UnknownOrigin(ProblemError):
    """A page of another site asks."""

    status = 403
    code = "unknown_origin"
    detail = _("Pages of this origin may not use the session.")


class CookieThrottle(WriteThrottle):
    """Counts the uses of one cookie by one address: a whole office may have one address."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        cookie = hashlib.sha256(request.COOKIES.get(COOKIE, "").encode(errors="replace"))
        client = f"cookie:{client_network(request)}:{cookie.hexdigest()[:16]}"
        return self.count(request, parse(settings.ANONYMOUS_RATE), client)


def require_known_origin(request: HttpRequest) -> None:
    """Refuse a request that no page of ours has sent. Raises UnknownOrigin.

    Browsers set `Origin` on each POST and DELETE, and pages can't change it.
    """
    if not is_known_origin(request, request.headers.get("Origin", "")):
        raise UnknownOrigin


def is_known_origin(request: HttpRequest, origin: str) -> bool:
    """Say whether pages of an origin are ours: this one, or one that the settings allow."""
    own = f"{request.scheme}://{request.get_host()}"
    patterns = getattr(settings, "CORS_ALLOWED_ORIGIN_REGEXES", ())
    return (
        origin == own
        or origin in settings.CORS_ALLOWED_ORIGINS
        or any(re.fullmatch(pattern, origin) for pattern in patterns)
    )


class PartitionedMorsel(Morsel[str]):
    """A cookie with `Partitioned`, which Python has from 3.14 on."""

    _reserved: ClassVar = {**Morsel._reserved, "partitioned": "Partitioned"}  # type: ignore[attr-defined] # noqa: SLF001
    _flags: ClassVar = Morsel._flags | {"partitioned"}  # type: ignore[attr-defined] # noqa: SLF001


def set_cookie(request: HttpRequest, answer: HttpResponse, refresh_token: str) -> None:
    """Give the browser its refresh token."""
    answer.set_cookie(
        COOKIE,
        refresh_token,
        max_age=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN,
        path=PATH,
        secure=settings.PUBLIC_URL.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )
    _suit_page(request, answer)


def delete_cookie(request: HttpRequest, answer: HttpResponse) -> None:
    """Take the refresh token from the browser."""
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    _suit_page(request, answer)


def _suit_page(request: HttpRequest, answer: HttpResponse) -> None:
    """Make the cookie one of the page's site, if that is another one than this.

    The origin is known by then, and pages can't set `Sec-Fetch-Site`.
    """
    if request.headers.get("Sec-Fetch-Site") != "cross-site":
        return
    given = answer.cookies[COOKIE]
    cookie = PartitionedMorsel()
    cookie.set(given.key, given.value, given.coded_value)
    cookie.update(given)
    cookie["samesite"] = "None"
    for flag in ("secure", "partitioned"):
        cookie[flag] = True
    answer.cookies[COOKIE] = cookie


def deliver_by_cookie(view: View) -> View:
    """Let one of allauth's views put the refresh token into the cookie, where that is asked for."""

    @functools.wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get(HEADER) != VALUE:
            return view(request, *args, **kwargs)
        require_known_origin(request)
        answer = view(request, *args, **kwargs)
        _move_tokens(request, answer)
        return answer

    return serve


def _move_tokens(request: HttpRequest, answer: HttpResponse) -> None:
    """Take what outlives the access token out of the answer to a completed log-in."""
    document = json.loads(answer.content or "{}")
    meta = document.get("meta", {})
    if not meta.get("is_authenticated"):
        return
    session_token, refresh_token = meta.pop("session_token", None), meta.pop("refresh_token", None)
    if refresh_token is None and session_token:
        # A changed password has begun another session, whose tokens are still to be made.
        tokens = exchange_session(session_token) or {}
        meta["access_token"], refresh_token = tokens["access_token"], tokens["refresh_token"]
    answer.content = json.dumps(document).encode()
    if refresh_token:
        set_cookie(request, answer, refresh_token)
