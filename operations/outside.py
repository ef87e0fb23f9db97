"""Looks at a deployment as its users reach it: by name, through the gateway, from a browser."""

import json
import secrets
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from operations.findings import Finding, Look, ok, warning, wrong
from videoplanet import heartbeats
from videoplanet.health import DOCTOR_HEADER, doctor_key
from videoplanet.storage import s3

SECONDS = 10
EXPIRES_SOON = timedelta(days=14)
FORGED = "203.0.113.7"
"""An address for documents (RFC 5737): nobody has it."""


def _addresses() -> list[str]:
    given = [settings.PUBLIC_URL, settings.FRONTEND_URL, settings.S3_PUBLIC_ENDPOINT_URL or ""]
    return list(dict.fromkeys(url for url in given if url))


def _tls() -> Iterator[Finding]:
    for url in _addresses():
        parts = urlsplit(url)
        if parts.scheme != "https":
            if settings.ENVIRONMENT == "production":
                yield wrong("TLS", f"{url} is not https", "Serve it with a certificate.")
            continue
        port = parts.port or 443
        try:
            until = _certificate_end(parts.hostname or "", port)
        except ssl.SSLCertVerificationError as error:
            mend = "Renew the certificate, with the whole chain, for this name."
            yield wrong("TLS", f"{url}: {error.verify_message}", mend)
            continue
        except OSError as error:
            yield wrong("TLS", f"{url}: {error}", "Check the name in DNS, the port, the gateway.")
            continue
        left = until - datetime.now(UTC)
        if left < EXPIRES_SOON:
            yield warning("TLS", f"{url}: {left.days} days are left", "Renew the certificate.")
        else:
            yield ok("TLS", f"{url}: {left.days} days are left")


def _certificate_end(host: str, port: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as raw,
        context.wrap_socket(raw, server_hostname=host) as opened,
    ):
        certificate: Any = opened.getpeercert()
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


def _gateway() -> Iterator[Finding]:
    """Ask ourselves through the gateway, and compare what the process saw with the settings."""
    token = secrets.token_urlsafe(24)
    with heartbeats.redis() as client:
        client.set(doctor_key(token), b"", ex=60)
        answer = requests.get(
            f"{settings.PUBLIC_URL}/healthz",
            headers={DOCTOR_HEADER: token, "X-Forwarded-For": FORGED},
            timeout=SECONDS,
        )
        noted = client.get(doctor_key(token))
        client.delete(doctor_key(token))
    if answer.status_code != 200:
        is_refused = answer.status_code == 400
        mend = "ALLOWED_HOSTS must name PUBLIC_URL's host." if is_refused else "See its log."
        yield wrong("gateway", f"{answer.url} answers {answer.status_code}", mend)
        return
    if not noted:
        mend = "PUBLIC_URL must lead to this deployment, and its REST processes to this Redis."
        yield wrong("gateway", f"{answer.url} was answered by somebody else", mend)
        return
    yield ok("gateway", f"{answer.url} leads here")
    yield from _as_seen(json.loads(noted))


def _as_seen(seen: dict[str, Any]) -> Iterator[Finding]:
    chain = [part.strip() for part in seen["forwarded"].split(",") if part.strip()]
    appended = len(chain) - (chain[:1] == [FORGED])
    if appended != settings.TRUSTED_PROXY_COUNT:
        said = f"{appended} gateways append to X-Forwarded-For, TRUSTED_PROXY_COUNT says"
        mend = f"TRUSTED_PROXY_COUNT={appended}: rate limits count by the address of the client."
        yield wrong("proxies", f"{said} {settings.TRUSTED_PROXY_COUNT}", mend)
    elif seen["client"] == FORGED:
        mend = "The gateway must append to X-Forwarded-For or replace it; see deploy/nginx.conf."
        yield wrong("proxies", "clients can choose their own address", mend)
    else:
        yield ok("proxies", f"{appended}, as TRUSTED_PROXY_COUNT says")
    if settings.PUBLIC_URL.startswith("https://") and seen["scheme"] != "https":
        mend = "The gateway must set X-Forwarded-Proto: https."
        yield wrong("gateway", "the process believes that it serves plain http", mend)


def _browser() -> Iterator[Finding]:
    """Upload, read and play an object as a page of the front end does."""
    key = f"status/{secrets.token_hex(8)}"
    url = s3.presign("put_object", Key=key, expires_in=60)
    mend = "manage.py ensure_bucket sets the rules; some storages have them in their configuration."
    for origin in dict.fromkeys([settings.PUBLIC_URL, *settings.CORS_ALLOWED_ORIGINS]):
        asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        allowed = requests.options(url, headers=asked, timeout=SECONDS)
        if allowed.headers.get("Access-Control-Allow-Origin") not in (origin, "*"):
            yield wrong("CORS", f"the storage refuses pages of {origin}", mend)
            continue
        put = requests.put(url, data=b"ok", headers={"Origin": origin}, timeout=SECONDS)
        if put.status_code != 200:
            rights = "Its key needs s3:PutObject, s3:GetObject, s3:DeleteObject, s3:ListBucket."
            yield wrong("storage", f"an upload is answered {put.status_code}", rights)
        elif "etag" not in put.headers.get("Access-Control-Expose-Headers", "").lower():
            yield wrong("CORS", f"pages of {origin} can't read the ETag of a part", mend)
        else:
            yield ok("CORS", f"pages of {origin} upload and read ETags")
    yield from _private(key)
    s3.delete(key)


def _private(key: str) -> Iterator[Finding]:
    signed = s3.download_url(key, expires_in=60)
    if requests.get(signed, timeout=SECONDS).status_code != 200:
        yield wrong("storage", "a signed address does not open", "Check S3_PUBLIC_ENDPOINT_URL.")
    elif requests.get(signed.partition("?")[0], timeout=SECONDS).status_code == 200:
        yield wrong("storage", "objects open without a signature", "Make the bucket private.")
    else:
        yield ok("storage", "objects open only with a signature")


OUTSIDE: dict[str, Look] = {"TLS": _tls, "gateway": _gateway, "CORS": _browser}
