"""Networks where people have logged in: strangers elsewhere must not lock them out there."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils import timezone

from users.models import KnownNetwork, User
from videoplanet.api.throttles import client_network

REMEMBERED_FOR = timedelta(days=90)
"""How long a network counts as known after the last log-in or refresh of tokens from there."""


def remember_network(user: User, request: HttpRequest) -> None:
    """Remember the request's network for a person who has just proved who they are."""
    KnownNetwork.objects.update_or_create(
        user=user, network=client_network(request), defaults={"seen_at": timezone.now()}
    )


def is_known(address: str, request: HttpRequest) -> bool:
    """Say whether the owner of a canonical address was at this network lately."""
    owners = EmailAddress.objects.filter(email=address, verified=True).values("user")
    return KnownNetwork.objects.filter(
        user__in=owners,
        network=client_network(request),
        seen_at__gt=timezone.now() - REMEMBERED_FOR,
    ).exists()


def forget_old_networks() -> None:
    """Delete networks that no longer count as known."""
    KnownNetwork.objects.filter(seen_at__lte=timezone.now() - REMEMBERED_FOR).delete()
