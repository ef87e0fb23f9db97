"""In which languages people read who are invited."""

from collections.abc import Collection
from uuid import UUID

from allauth.account.models import EmailAddress

from invitations.models import Guest


def known_languages(project_ids: Collection[UUID], addresses: Collection[str]) -> dict[str, str]:
    """Return the languages in which people read, by address, of those that we know.

    They are the owners of the addresses, and guests who joined one of these projects before.
    """
    guests = Guest.objects.filter(
        project__in=project_ids, invitation__email__in=addresses, joined_at__isnull=False
    )
    owners = EmailAddress.objects.filter(email__in=addresses, verified=True, user__is_active=True)
    read = [
        *guests.order_by("joined_at").values_list("invitation__email", "user__language"),
        *owners.values_list("email", "user__language"),
    ]
    return {address: language for address, language in read if language}
