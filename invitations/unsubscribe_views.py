"""The link with which an address ends all invitations."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invitations.declined import UNSUBSCRIBE, decline
from videoplanet.mail.unsubscribe import UnsubscribeViewSet


class InvitationUnsubscribeViewSet(UnsubscribeViewSet):
    """Each link is signed for the digest of an address."""

    link = UNSUBSCRIBE

    def question(self, target: str) -> Promise:
        """Return the page's question."""
        return _("Stop sending invitations to your address, from all projects?")

    def end(self, target: str) -> None:
        """Write the digest down as declined."""
        decline(target)
