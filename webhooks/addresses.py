"""Where webhooks may be sent: the rules for URLs, and for the addresses that names stand for.

A webhook makes our servers send requests, so it must not reach what only they can reach: other
services in their network, a cloud's metadata, themselves (SSRF). A name is looked up once for each
message, and the connection is made to an address that was checked; a second answer of the name
server (DNS rebinding) is never asked for.
"""

import socket
from concurrent.futures import Future, ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from videoplanet.api.errors import InvalidField

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

URL_MAX = 2000
LOOKUP_SECONDS = 5.0
LOWEST_PORT = 1024
USUAL_PORTS = (80, 443)

# `is_global` leaves these out, or says too much of them in some versions of Python. Addresses of
# the first five contain an IPv4 address that a gateway or this machine would connect to.
FORBIDDEN = [
    ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 within one network
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
        "100.64.0.0/10",  # carriers' NAT
        "192.0.0.0/24",  # assigned for protocols
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
    )
]
_lookups = ThreadPoolExecutor(max_workers=20, thread_name_prefix="lookup")


class Target(NamedTuple):
    """Where a URL leads."""

    secure: bool
    host: str
    port: int
    path: str
    """With its query."""


class ForbiddenAddress(Exception):
    """All addresses of the host are in networks to which nothing may be sent."""


def may_reach(address: Address) -> bool:
    """Say whether something may be sent to an address."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return may_reach(address.ipv4_mapped)
    if any(address in ip_network(network) for network in settings.WEBHOOK_ALLOWED_NETWORKS):
        return True
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in FORBIDDEN)
    )


def addresses_of(target: Target) -> list[str]:
    """Look a host up once; return those of its addresses to which something may be sent.

    Raises ForbiddenAddress if there are others only, OSError if there are none, and TimeoutError.
    """
    found = _look_up(target.host, target.port)
    allowed = [address for address in found if may_reach(ip_address(address.partition("%")[0]))]
    if not allowed:
        raise ForbiddenAddress
    return allowed


def _look_up(host: str, port: int) -> list[str]:
    # In a thread, because the C library gives up only after half a minute.
    answer: Future[list[str]] = _lookups.submit(_resolve, host, port)
    return answer.result(timeout=LOOKUP_SECONDS)


def _resolve(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def parse_target(url: str) -> Target:
    """Return where a URL leads. Raises InvalidField for one that no webhook may have."""
    if any(character <= " " or character in '\\"<>`\x7f' for character in url):
        raise _invalid(_("Use only characters that a URL may contain."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _invalid(_("This is not a URL.")) from error
    if not (parts.path + parts.query).isascii():
        raise _invalid(_("Use only characters that a URL may contain."))
    _require_scheme(parts)
    if parts.username is not None or parts.password is not None:
        raise _invalid(_("The URL may not contain a name or a password."))
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    if port not in USUAL_PORTS and port < LOWEST_PORT:
        raise _invalid(_("The port must be 80, 443, or 1024 or higher."))
    path = parts.path or "/"
    return Target(secure, _host(parts), port, f"{path}?{parts.query}" if parts.query else path)


def _require_scheme(parts: SplitResult) -> None:
    if parts.scheme == "https":
        return
    if parts.scheme == "http" and settings.ENVIRONMENT != "production":
        return
    raise _invalid(_("The URL must begin with https://."))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise _invalid(_("This is not a URL."))
    try:
        address = ip_address(host)
    except ValueError:
        return _ascii(host)
    if not may_reach(address):
        raise _invalid(_("Nothing may be sent to this address."))
    return host


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise _invalid(_("There is no host of that name.")) from error


def shown(target: Target, *, is_chat: bool) -> str:
    """Return a URL without what may be secret in it: the query, and for a chat the path."""
    scheme = "https" if target.secure else "http"
    usual = target.port == (443 if target.secure else 80)
    host = f"[{target.host}]" if ":" in target.host else target.host
    origin = f"{scheme}://{host}" + ("" if usual else f":{target.port}")
    path, _sign, query = target.path.partition("?")
    tail = "/…" if is_chat else path + ("?…" if query else "")
    return (origin + tail)[:300]


def _invalid(message: str) -> InvalidField:
    return InvalidField("url", "invalid_url", message)
