"""Access tokens: what programs send instead of a log-in.

A secret is `vp_`, 43 random letters and digits (256 bits), and a checksum of six, by which scanners
know a leaked one from text that looks like it. Only its SHA-256 is stored. A slow hash is for
passwords, which can be guessed: nobody tries 2^256 secrets, and each request would pay for it.

Every use is looked up, so a token that has ended opens nothing from then on.
"""

import re
import secrets
import string
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID
from zlib import crc32

from django.db import connection
from django.utils import timezone

from users.claims import Principal, TokenKind
from users.models import USER_FIELDS, AccessToken, User
from users.questions import Question
from videoplanet.api.scopes import Scope

PREFIX = "vp_"
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM_LENGTH, CHECKSUM_LENGTH = 43, 6
SECRET = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_LENGTH + CHECKSUM_LENGTH}}}")
PRECISION = timedelta(minutes=1)
"""Of the time of the last use."""

TOKENS, USERS = AccessToken._meta.db_table, User._meta.db_table
COLUMNS = ("id", "scope", "expires_at", "last_used_at")
SELECTED = ", ".join(
    [*(f"t.{name}" for name in COLUMNS), *(f"{USERS}.{name}" for name in USER_FIELDS)]
)
IN_USE = f"t.ended_at IS NULL AND t.expires_at > now() AND {USERS}.is_active"

# At most once a minute, and never waiting for a parallel request that does the same.
TOUCH_SQL = f"""
UPDATE {TOKENS} SET last_used_at = date_trunc('minute', now()) WHERE id = (
    SELECT id FROM {TOKENS}
    WHERE id = %s AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')
    FOR NO KEY UPDATE SKIP LOCKED
)
"""  # noqa: S608 - the table's name
HOLDERS_SQL = f"""
SELECT c.n, {SELECTED} FROM unnest(%s::int[], %s::uuid[]) AS c(n, id)
JOIN {TOKENS} AS t ON t.id = c.id
JOIN {USERS} ON {USERS}.id = t.user_id
WHERE {IN_USE}
"""  # noqa: S608 - names of tables and columns


def new_secret() -> str:
    """Return a new secret, which is shown once and stored nowhere."""
    random = "".join(secrets.choice(ALPHABET) for _position in range(RANDOM_LENGTH))
    return f"{PREFIX}{random}{_checksum(random)}"


def is_secret(token: str) -> bool:
    """Say whether this has the form of an access token, by its prefix."""
    return token.startswith(PREFIX)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


def _checksum(random: str) -> str:
    """Return the CRC-32 of the random part in base 62."""
    number, digits = crc32(random.encode()), ""
    for _position in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def _is_well_formed(secret: str) -> bool:
    random, checksum = secret[len(PREFIX) : -CHECKSUM_LENGTH], secret[-CHECKSUM_LENGTH:]
    return bool(SECRET.fullmatch(secret)) and _checksum(random) == checksum


@lru_cache
def _holder_sql(column: str, join: str) -> str:
    """Return the statement that finds a token by `column`, as `users.tokens` finds a session."""
    answer = ", answer.*" if join else ""
    return f"""
        SELECT {SELECTED}{answer}
        FROM {TOKENS} AS t JOIN {USERS} ON {USERS}.id = t.user_id {join}
        WHERE t.{column} = %s AND {IN_USE}
    """  # noqa: S608 - names of tables and columns


def holder_of_secret(secret: str, question: Question | None = None) -> Principal | None:
    """Return for whom a secret is valid, and note that it was used; None for a bad one.

    The `question` of the request is answered by the same statement, as for a log-in.
    """
    if not _is_well_formed(secret):
        return None
    join, params = (question.join, question.params) if question else ("", ())
    with connection.cursor() as cursor:
        cursor.execute(_holder_sql("digest", join), [*params, digest_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    columns = len(COLUMNS) + len(USER_FIELDS)
    principal = _principal(row[:columns])
    if question:
        principal.user.answer = (question.key, row[columns:])
    _touch(row)
    return principal


def holder_of(token_id: UUID) -> Principal | None:
    """Return for whom a token is valid; None if it has ended. For tickets made with it."""
    return holders_of({0: token_id}).get(0)


def holders_of(token_ids: Mapping[int, UUID]) -> dict[int, Principal]:
    """Return for whom these tokens are valid, by their keys; those that have ended are missing."""
    if not token_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS_SQL, [list(token_ids), list(token_ids.values())])
        return {n: _principal(row) for n, *row in cursor.fetchall()}


def _principal(row: Sequence[Any]) -> Principal:
    token_id, scope, expires_at, _last_used_at = row[: len(COLUMNS)]
    user = User.from_db(connection.alias, USER_FIELDS, row[len(COLUMNS) :])
    return Principal(
        user,
        TokenKind.ACCESS,
        int(expires_at.timestamp()),
        None,
        token_id=token_id,
        scope=Scope(scope),
    )


def _touch(row: Sequence[Any]) -> None:
    """Note the minute in which a token was used, unless that was noted within the last one."""
    token_id, _scope, _expires_at, last_used_at = row[: len(COLUMNS)]
    if last_used_at and timezone.now() - last_used_at < PRECISION:
        return
    with connection.cursor() as cursor:
        cursor.execute(TOUCH_SQL, [token_id])
