"""The link with which an address ends all invitations."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invitations.declined import LINK, decline
from videoplanet.mail.unsubscribe import UnsubscribeViewSet


class InvitationUnsubscribeViewSet(UnsubscribeViewSet):
    """Signed for an address' digest."""

    link = LINK

    def question(self, what: str) -> Promise:
        """Return in one sentence what will end."""
        return _("Stop sending invitations to your address, from all projects?")

    def end(self, what: str) -> None:
        """Keep the digest."""
        decline(what)
