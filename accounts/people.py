"""Finding the person whom an operator names."""

from uuid import UUID

from django.db.models import Q

from users.models import User
from videoplanet.mail.addresses import canonical_address


def person_named(who: str) -> User | None:
    """Return the account or guest with this address or id; an account comes before guests."""
    try:
        named = Q(id=UUID(who))
    except ValueError:
        address = canonical_address(who)
        named = Q(emailaddress__email=address, emailaddress__verified=True) | Q(
            contact_email=address
        )
    people = User.objects.filter(named, kind__in=[User.Kind.MEMBER, User.Kind.GUEST])
    return people.order_by("-kind", "id").first()  # members before guests
