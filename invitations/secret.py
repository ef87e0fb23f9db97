"""The secret in a link: 32 random bytes. Only their SHA-256 is kept, and nobody logs them."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return a secret as it stands in a link: 43 characters."""
    return secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal.

    Nothing can be guessed step by step: what is looked up is the digest, and a token whose digest
    begins like another's is no nearer to it. A slow hash is for passwords, which have less to
    guess than 256 bits.
    """
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
