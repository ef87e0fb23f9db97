"""Whom a text may mention."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects.models import Membership
from videoplanet.api.errors import InvalidField

MENTIONS_MAX = 100


def mentioned_after(
    before: Sequence[UUID], named: Sequence[UUID], *, project_id: UUID
) -> list[UUID]:
    """Return those whom a text mentions that mentioned `before` and for which people are `named`.

    Each counts once; a guest with an account in the project is the account. Raises InvalidField
    for somebody who is neither in the project nor mentioned already.
    """
    new = set(named).difference(before)
    members = Membership.objects.representing(project_id, new) if new else {}
    for index, user_id in enumerate(named):
        if user_id in new and user_id not in members:
            message = _("Not a member of this project.")
            raise InvalidField(f"mentions[{index}]", "not_a_member", message)
    return list(dict.fromkeys(members.get(user_id, user_id) for user_id in named))
