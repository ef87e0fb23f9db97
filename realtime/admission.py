"""Who may connect: clients that come at the same time are checked by the same statements.

When a server is killed, a thousand clients come back at once. Each is checked in the database after
it has come, as if it were alone, but all together cost two statements: one for their log-ins, one
for their roles. If there are tickets or guests among them, these cost one or two more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from eventlog.reads import in_thread
from projects.models import Membership
from realtime.batches import Batches
from realtime.history import history_starts
from users.claims import Claim, Principal
from users.principals import principals_of
from users.tickets import claims_of_tickets
from users.tokens import principal_of_claim

read_principal = in_thread(principal_of_claim)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A client that connects: whom its token names, or its ticket, and the project that it wants.

    `project_id` is None for a personal stream.
    """

    claim: Claim | None
    ticket: str | None
    project_id: UUID | None


@dataclass(frozen=True, slots=True)
class Admission:
    """A person, their role in the project, and the seq after which they may read its log.

    The role is "" for an outsider.
    """

    principal: Principal
    role: str = ""
    history_start: int = 0


class _Checked(NamedTuple):
    claim: Claim | None
    admission: Admission | None


@in_thread
def _check(arrivals: Sequence[Arrival]) -> list[_Checked]:
    """Check each client, in their order. Raises DatabaseError."""
    claims = _claims_of(arrivals)
    admissions = [
        Admission(principal) if principal else None for principal in principals_of(claims)
    ]
    # A guest's token opens one project.
    inside = {
        n: (admission.principal.user, arrival.project_id)
        for n, (arrival, admission) in enumerate(zip(arrivals, admissions, strict=True))
        if admission
        and arrival.project_id
        and admission.principal.project_id in (None, arrival.project_id)
    }
    roles = Membership.objects.roles([(user.pk, project) for user, project in inside.values()])
    starts = history_starts(list(inside.values()))
    for n, role, start in zip(inside, roles, starts, strict=True):
        if admission := admissions[n]:
            admissions[n] = replace(admission, role=role, history_start=start)
    return [_Checked(*pair) for pair in zip(claims, admissions, strict=True)]


def _claims_of(arrivals: Sequence[Arrival]) -> list[Claim | None]:
    """Return whom each token or ticket names; the tickets are used up."""
    tickets = [arrival.ticket for arrival in arrivals if arrival.ticket]
    claims = iter(claims_of_tickets(tickets))
    return [next(claims) if arrival.ticket else arrival.claim for arrival in arrivals]


class Admissions:
    """Checks the clients that connect to this process."""

    def __init__(self) -> None:
        self._batches = Batches(_check)

    async def admit(self, arrival: Arrival) -> Admission | None:
        """Return the person and what they may do; None for a bad token or ticket.

        Raises Http404 if they can't see the project, and DatabaseError.
        """
        claim, admission = await self._batches.ask(arrival)
        if claim and claim.project_id and admission is None:
            # A guest who comes for the first time joins the project, which is a transaction.
            if await read_principal(claim) is None:
                return None
            again = replace(arrival, claim=claim, ticket=None)
            _claim, admission = await self._batches.ask(again)
        if admission and arrival.project_id and not admission.role:
            raise Http404
        return admission


_admissions: Admissions | None = None


def admissions() -> Admissions:
    """Return this process's admissions."""
    global _admissions  # noqa: PLW0603 - one for each process, made in its event loop
    if _admissions is None:
        _admissions = Admissions()
    return _admissions
