"""Scopes: what an access token may be used for, whatever its person may do.

An operation needs the scope that its method implies, or the one that its `@operation` names.
"""

from enum import StrEnum

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Scope(StrEnum):
    """Each scope includes those before it. A log-in has all of them."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    """Members, invitations, the settings of projects and of one's own account."""
    SESSION = "session"
    """No token has it: tokens can't make tokens."""

    def includes(self, needed: "Scope") -> bool:
        """Say whether this scope is enough for an operation that needs `needed`."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


TOKEN_SCOPES = (Scope.READ, Scope.WRITE, Scope.ADMIN)


def scope_needed(method: str, named: Scope | None) -> Scope:
    """Return the scope of an operation: the one that it names, else the one of its method."""
    return named or (Scope.READ if method.upper() in SAFE_METHODS else Scope.WRITE)
