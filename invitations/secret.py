"""The secret token in a link: 32 random bytes. Only their SHA-256 is stored, and none is logged."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return a new secret as a link contains it: 43 characters."""
    return secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal.

    Lookups by digest leak nothing through timing: a digest that begins like another's says nothing
    about the token. A slow hash is for passwords, which are far easier to guess than 256 bits.
    """
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
