"""The link in each notification mail that ends mails of its kind."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.mails import UNSUBSCRIBE
from notifications.models import Mail
from notifications.preferences import unsubscribe
from videoplanet.mail.unsubscribe import UnsubscribeViewSet

QUESTIONS = {
    Mail.Kind.MENTIONS: _("Stop sending you a mail when somebody mentions you?"),
    Mail.Kind.OTHERS: _("Stop sending you mails about what happens in your projects?"),
    Mail.Kind.DIGEST: _("Stop sending you the digest?"),
}


class NotificationUnsubscribeViewSet(UnsubscribeViewSet):
    """The token is signed for a person and a kind of mail: `<user id>.<kind>`."""

    link = UNSUBSCRIBE

    def question(self, target: str) -> Promise:
        """Ask in one sentence whether these mails should end."""
        return QUESTIONS[Mail.Kind(target.rpartition(".")[2])]

    def end(self, target: str) -> None:
        """Change the person's preference."""
        user_id, _dot, kind = target.partition(".")
        unsubscribe(user_id=UUID(user_id), kind=Mail.Kind(kind))
