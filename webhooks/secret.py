"""The secrets of webhooks: how they are made, kept, and used to sign.

A receiver's secret is needed in clear for each signature, so it can't be a digest as our other
secrets are. It is encrypted with WEBHOOK_KEY, and so is the URL, which for chats is a secret too.
Whoever reads the database or a backup, without the service's settings, can use neither.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "whsec_"
BYTES = 32


class Unreadable(Exception):
    """What was encrypted can't be read: neither WEBHOOK_KEY nor a fallback is its key."""


@lru_cache(maxsize=2)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """Return what encrypts with the first key, and decrypts with any."""
    digests = [hashlib.sha256(key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _ciphers() -> MultiFernet:
    return _cipher((settings.WEBHOOK_KEY, *settings.WEBHOOK_KEY_FALLBACKS))


def seal(text: str) -> str:
    """Encrypt a text for the database."""
    return _ciphers().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` returned. Raises Unreadable."""
    try:
        return _ciphers().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def seal_again(sealed: str) -> str:
    """Encrypt with the present key what an older one has encrypted. Raises Unreadable."""
    return seal(unseal(sealed)) if sealed else ""


def new_secret() -> str:
    """Return a new secret in the form of the Standard Webhooks specification."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signatures(given: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature`: one signature for each secret.

    Source: the Standard Webhooks specification, "Signature scheme", symmetric.
    """
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return " ".join(f"v1,{_signature(secret, content)}" for secret in given)


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, "sha256")).decode()
