"""From where people have logged in: what strangers do elsewhere must not lock them out there."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils import timezone

from users.models import KnownNetwork, User
from videoplanet.api.throttles import client_network

KEPT = timedelta(days=90)
"""After the last log-in or refresh from there."""


def remember_network(user: User, request: HttpRequest) -> None:
    """Note that the person is at the request's network, who has just proved to be that person."""
    KnownNetwork.objects.update_or_create(
        user=user, network=client_network(request), defaults={"seen_at": timezone.now()}
    )


def is_known(address: str, request: HttpRequest) -> bool:
    """Say whether the owner of a canonical address logged in from this network lately."""
    owners = EmailAddress.objects.filter(email=address, verified=True).values("user")
    return KnownNetwork.objects.filter(
        user__in=owners, network=client_network(request), seen_at__gt=timezone.now() - KEPT
    ).exists()


def forget_old_networks() -> None:
    """Delete what is no longer used."""
    KnownNetwork.objects.filter(seen_at__lte=timezone.now() - KEPT).delete()
