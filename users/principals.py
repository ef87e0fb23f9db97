"""The principals of many tokens at once: for sockets whose clients come back at the same time."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Now

from users.access_tokens import holders_of
from users.claims import Claim, Principal, TokenKind
from users.models import USER_FIELDS, User
from users.tokens import SESSIONS, USERS, member_of_row

# The conditions are those of the statement for one (`users.tokens`).
MEMBERS_SQL = f"""
SELECT c.n, session_data, {", ".join(f"{USERS}.{name}" for name in USER_FIELDS)}
FROM unnest(%s::int[], %s::text[], %s::uuid[]) AS c(n, key, user_id)
JOIN {SESSIONS} ON session_key = c.key AND expire_date > now()
JOIN {USERS} ON {USERS}.id = c.user_id AND is_active
"""  # noqa: S608 - names of tables and columns


def principals_of(claims: Sequence[Claim | None]) -> list[Principal | None]:
    """Return the claims' principals, in their order, by one statement for each kind of token.

    None where the log-in, the guest's access or the access token has ended, and for a guest who has
    not joined yet: `guest_of_project` lets them in.
    """
    members: dict[int, Claim] = {}
    guests: dict[int, Claim] = {}
    tokens: dict[int, UUID] = {}
    for n, claim in enumerate(claims):
        if claim and claim.token_id:
            tokens[n] = claim.token_id
        elif claim:
            (guests if claim.project_id else members)[n] = claim
    found = _members(members) | _guests(guests) | holders_of(tokens)
    return [found.get(n) for n in range(len(claims))]


def _members(claims: dict[int, Claim]) -> dict[int, Principal | None]:
    if not claims:
        return {}
    keys = [claim.session_key for claim in claims.values()]
    user_ids = [claim.user_id for claim in claims.values()]
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS_SQL, [list(claims), keys, user_ids])
        rows = cursor.fetchall()
    return {n: member_of_row(row, claims[n].session_key, claims[n].expires_at) for n, *row in rows}


def _guests(claims: dict[int, Claim]) -> dict[int, Principal | None]:
    if not claims:
        return {}
    # The relation by its name, as in `guest_of_project`. A guest is in one project at most.
    joined = FilteredRelation("memberships", condition=Q(memberships__guest=True))
    rows = (
        User.objects.filter(id__in={claim.user_id for claim in claims.values()})
        .filter(Q(access_until=None) | Q(access_until__gt=Now()))
        .filter(kind=User.Kind.GUEST, is_active=True)
        .annotate(membership=joined)
        .annotate(joined_project_id=F("membership__project"))
    )
    users = {(user.pk, user.joined_project_id): user for user in rows}
    return {
        n: Principal(user, TokenKind.GUEST, claim.expires_at, claim.project_id)
        for n, claim in claims.items()
        if (user := users.get((claim.user_id, claim.project_id)))
    }
