"""Rate limits: writes per minute, by user, or by address where nobody is signed in.

They are counted in Redis. While it is away everything passes, since a broken counter must not stop
the work; `videoplanet.db.counters` has limits that must hold. The gateway limits reads
(deploy/nginx.conf).
"""

import logging
import math
import threading
import time
from contextlib import suppress
from functools import cached_property, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem
from limits import parse as parse_limit
from redis import ConnectionError as Disconnected
from redis import ConnectionPool
from redis.exceptions import RedisError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


parse = lru_cache(parse_limit)


class Counters(threading.local):
    """Counts in Redis over a connection for each thread.

    A pool, a client and the script of the library `limits` take the process several times as long
    as these two commands, and each write pays for it.
    """

    @cached_property
    def connection(self) -> Any:
        """Return this thread's connection, which is opened by its first command."""
        pool = ConnectionPool.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.5
        )
        return pool.make_connection()

    def add(self, key: str, seconds: int) -> int:
        """Count one more under a key that lasts so long; return its number. Raises RedisError."""
        name = f"videoplanet:rate:{key}"
        commands = self.connection.pack_commands([("INCR", name), ("EXPIRE", name, seconds)])
        try:
            return self._exchange(commands)
        except Disconnected:  # Redis has closed it since
            return self._exchange(commands)

    def _exchange(self, commands: list[bytes]) -> int:
        try:
            self.connection.send_packed_command(commands, check_health=False)
            number = int(self.connection.read_response())
            self.connection.read_response()
        except BaseException:
            self.connection.disconnect()  # a later command must not get these answers
            raise
        return number


_counters = Counters()


def client_address(request: Request | HttpRequest) -> str:
    """Return the client's IP address, as the first of the trusted gateways saw it.

    Where `X-Forwarded-For` does not name one (somebody went around a gateway) it is the address
    that connected; 0.0.0.0 means a connection without an address.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    count = settings.TRUSTED_PROXY_COUNT
    seen = forwarded[-count] if 0 < count <= len(forwarded) else ""
    for address in (seen.strip(), str(request.META.get("REMOTE_ADDR", ""))):
        with suppress(ValueError):
            ip = ip_address(address)
            mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
            return str(mapped or ip)
    return "0.0.0.0"  # noqa: S104 - nothing listens on it


def client_network(request: Request | HttpRequest) -> str:
    """Return what counts as one client: an address, or the /64 that an IPv6 subscriber has."""
    ip = ip_address(client_address(request))
    if isinstance(ip, IPv6Address):
        return str(ip_network((ip.packed, 64), strict=False))
    return str(ip)


class WriteThrottle(BaseThrottle):
    """Counts POST, PUT, PATCH and DELETE."""

    retry_after: float | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        if request.method in SAFE_METHODS:
            return True
        signed_in = request.user.is_authenticated
        limit = parse(settings.WRITE_RATE if signed_in else settings.ANONYMOUS_RATE)
        client = f"user:{request.user.pk}" if signed_in else f"address:{client_network(request)}"
        return self.count(request, limit, client)

    def count(self, request: Request, limit: RateLimitItem, client: str) -> bool:
        """Count one use of `limit` by `client`; say whether it is allowed."""
        try:
            # Windows follow the clock, so that nobody asks Redis when one ends.
            window, elapsed = divmod(time.time(), limit.get_expiry())
            used = _counters.add(limit.key_for(client, str(int(window))), limit.get_expiry())
        except RedisError as error:
            logger.warning("rate limits are off: %s", error)
            return True
        allowed = used <= limit.amount
        wait = math.ceil(limit.get_expiry() - elapsed)
        self.retry_after = None if allowed else wait
        headers: dict[str, Any] = {
            "RateLimit-Policy": f'"writes";q={limit.amount};w={limit.get_expiry()}',
            "RateLimit": f'"writes";r={max(0, limit.amount - used)};t={wait}',
        }
        request.rate_limit_headers = headers  # type: ignore[attr-defined]
        return allowed

    def wait(self) -> float | None:
        """Return the seconds until the next window begins; None after an allowed request."""
        return self.retry_after


class SecretThrottle(WriteThrottle):
    """Counts every attempt at a secret by one address, in reads too."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        return self.count(request, parse(settings.VERIFY_RATE), f"secret:{client_network(request)}")


class ExportThrottle(WriteThrottle):
    """Counts exports, each of which may read a whole project, and reports, which are drawn."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        is_report = request.query_params.get("format") == "pdf"
        limit = parse(settings.REPORT_RATE if is_report else settings.EXPORT_RATE)
        kind = "report" if is_report else "export"
        return self.count(request, limit, f"{kind}:{request.user.pk}")


class PersonExportThrottle(WriteThrottle):
    """Counts exports of all that is stored of a person."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        return self.count(request, parse(settings.PERSON_EXPORT_RATE), f"person:{request.user.pk}")


class GraphQLThrottle(WriteThrottle):
    """Counts GraphQL queries, each of which may read thousands of rows."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        return self.count(request, parse(settings.GRAPHQL_RATE), f"graphql:{request.user.pk}")


class ImportThrottle(WriteThrottle):
    """Counts imports, each of which may write thousands of rows."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        return self.count(request, parse(settings.IMPORT_RATE), f"import:{request.user.pk}")
