"""Members' tokens, checked with the present keys and with those that were replaced.

allauth knows one key. While keys are rotated (docs/operating.md) tokens of the old ones stay good.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import jwt
from allauth.core.internal.httpkit import get_authorization_credential
from allauth.headless import app_settings
from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.jwt import internal
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from users.models import User

_SESSION_KEY = re.compile("[0-9a-z]{32}")
_IV = 16


def signed_session(token: str, use: str) -> tuple[dict[str, Any], str] | None:
    """Return what an "access" or "refresh" token says, and its session's key; None for a bad one.

    It asks no database.
    """
    payload = internal.decode_token(token, use) or next(_by_old_keys(token, use), None)
    key = _session_key(payload["sid"]) if payload else None
    return (payload, key) if payload and key else None


def session_of_access_token(request: HttpRequest) -> str | None:
    """Return the session of the request's access token, if that has not ended."""
    token = get_authorization_credential(request, app_settings.JWT_AUTHORIZATION_HEADER_SCHEME)
    signed = signed_session(token, "access") if token else None
    if signed is None:
        return None
    payload, key = signed
    session = live_session(key)
    return key if session and internal.validate_token_user(payload, session) else None


def live_session(key: str) -> SessionBase | None:
    """Return the session, which keeps its key under a new SECRET_KEY; None if it has ended."""
    session: SessionBase | None = lookup_session(key)
    if session:
        keep_key(session)
    return session


def keep_key(session: SessionBase) -> None:
    """Sign a log-in by the present SECRET_KEY that an older one has signed.

    Django would do so and give the session another key, which no token knows.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        return
    user_id = session.get(SESSION_KEY)
    user = User.objects.filter(id=user_id).first() if user_id else None
    if user is None:
        return
    signed = session.get(HASH_SESSION_KEY, "")
    if any(constant_time_compare(signed, old) for old in user.get_session_auth_fallback_hash()):
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()


def _by_old_keys(token: str, use: str) -> Iterator[dict[str, Any]]:
    for key in settings.JWT_SIGNING_KEY_FALLBACKS:
        try:
            payload: dict[str, Any] = jwt.decode(
                token, key, algorithms=["HS256"], options={"require": ["exp", "sub", "sid", "jti"]}
            )
        except jwt.PyJWTError:
            continue
        if payload.get("token_use") == use and all(
            isinstance(payload[name], str) for name in ("sub", "sid", "jti")
        ):
            yield payload


def _session_key(sid: str) -> str | None:
    """Decrypt it as allauth's `session_key_from_sid` does, by each of Django's keys.

    The encryption can't say whether the key was right, but the form of a session's key can.
    """
    try:
        sealed = base64.b64decode(sid)
    except binascii.Error:
        return None
    if len(sealed) <= _IV:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        cipher = Cipher(AES(hashlib.sha256(secret.encode()).digest()), CTR(sealed[:_IV]))
        found = cipher.decryptor().update(sealed[_IV:]).decode(errors="replace")
        if _SESSION_KEY.fullmatch(found):
            return found
    return None
