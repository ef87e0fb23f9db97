"""Why a delivery failed or a webhook was switched off: codes, and their sentences."""

from typing import Final

from django.utils.translation import gettext_lazy as _

STATUS, REDIRECT, GONE = "bad_status", "redirect", "receiver_gone"
TIMEOUT, NO_CONNECTION, NO_NAME = "receiver_timeout", "no_connection", "no_such_host"
FORBIDDEN, TLS, BROKEN = "forbidden_address", "bad_certificate", "bad_answer"
UNREADABLE, TOO_LONG, PRUNED = "secret_unreadable", "failed_for_a_day", "event_pruned"

WEBHOOK_FAILURES: Final = {
    STATUS: _("The receiver did not answer with 2xx."),
    REDIRECT: _("The receiver redirects, which is not followed. Enter the final address."),
    GONE: _("The receiver says that it wants no more (410)."),
    TIMEOUT: _("The receiver did not answer within 15 seconds."),
    NO_CONNECTION: _("The receiver can't be reached."),
    NO_NAME: _("There is no host of that name."),
    FORBIDDEN: _("The address is in a network to which nothing may be sent."),
    TLS: _("The receiver's certificate is not valid."),
    BROKEN: _("The receiver's answer is not HTTP."),
    UNREADABLE: _("The secret can't be read any more. Make a new webhook."),
    TOO_LONG: _("Nothing could be delivered for a day."),
    PRUNED: _("The event is no longer in the log."),
}
