"""The link that ends a sort of notification mails."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.actions import unsubscribe
from notifications.mails import UNSUBSCRIBE
from notifications.models import Mail
from videoplanet.mail.unsubscribe import UnsubscribeViewSet


class NotificationUnsubscribeViewSet(UnsubscribeViewSet):
    """Signed for a person and a kind of mail: `<user id>.<kind>`."""

    link = UNSUBSCRIBE

    def question(self, what: str) -> Promise:
        """Return in one sentence what will end."""
        if what.endswith(f".{Mail.Kind.MENTIONS}"):
            return _("Stop sending you a mail when somebody mentions you?")
        return _("Stop sending you the digest?")

    def end(self, what: str) -> None:
        """Change the person's preference."""
        user_id, _dot, kind = what.partition(".")
        unsubscribe(user_id=UUID(user_id), kind=Mail.Kind(kind))
