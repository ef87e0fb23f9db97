"""Files of a backup, in clear or encrypted with age (https://age-encryption.org).

age has two keys: whoever makes backups needs only the public one, so that a stolen server opens
none of them.
"""

import hashlib
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

import pyrage
from django.core.management.base import CommandError

PIECE = 1024 * 1024
SUFFIX = ".age"


class Hashing(io.RawIOBase):
    """Reads from a file, and knows the SHA-256 and the size of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin to read."""
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes."""
        piece = self.file.read(PIECE if size < 0 else size)
        self.digest.update(piece)
        self.size += len(piece)
        return piece


def recipient_of(text: str) -> Any:
    """Return the public key. Raises CommandError."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise CommandError(f"This is no public key of age (age1…): {error}") from error


def identities_in(path: Path) -> list[Any]:
    """Return the private keys in a file, as `age-keygen` writes it. Raises CommandError."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
    except OSError as error:
        raise CommandError(f"The key can't be read: {error}") from error
    keys = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not keys:
        raise CommandError(f"{path} has no private key of age (AGE-SECRET-KEY-…).")
    try:
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise CommandError(f"{path} has no valid private key of age: {error}") from error


def kept_at(path: Path) -> Path | None:
    """Return where a file is, encrypted or in clear; None if it is not there."""
    return next((one for one in (_encrypted(path), path) if one.exists()), None)


def _encrypted(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def write(source: IO[bytes], path: Path, recipient: Any) -> Hashing:
    """Write a file, encrypted if there is a recipient; return what knows its size and SHA-256."""
    reading = Hashing(source)
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path if recipient is None else _encrypted(path)
    partial = path.with_name(f"{path.name}.partial")
    # The folder may have been there before, and open to others.
    with open(partial, "wb", opener=_private) as file:
        if recipient is None:
            while piece := reading.read(PIECE):
                file.write(piece)
        else:
            pyrage.encrypt_io(reading, file, [recipient])
    partial.replace(path)
    return reading


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def read(path: Path, into: IO[bytes], identities: Sequence[Any]) -> None:
    """Write the content of a file in clear to `into`. Raises CommandError for a wrong key."""
    kept = kept_at(path)
    if kept is None:
        raise CommandError(f"{path} is missing.")
    with kept.open("rb") as file:
        if kept == path:
            while piece := file.read(PIECE):
                into.write(piece)
            return
        if not identities:
            raise CommandError("The backup is encrypted: give the private key with --identity.")
        try:
            pyrage.decrypt_io(file, into, list(identities))
        except pyrage.DecryptError as error:
            raise CommandError(f"{path.name} can't be decrypted with this key: {error}") from error


def sha256_of(path: Path, identities: Sequence[Any]) -> str:
    """Return the SHA-256 of a file's content in clear."""
    hashing = _Sink()
    read(path, cast("IO[bytes]", hashing), identities)
    return hashing.digest.hexdigest()


class _Sink(io.RawIOBase):
    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.digest.update(piece)
        return len(piece)
