"""The work of webhooks (`videoplanet.tasks.work`)."""

from datetime import timedelta

from videoplanet.mail.sending import mail_kind
from videoplanet.tasks.work import Kind

DELIVER = Kind(
    "webhook",
    task="webhooks.tasks.deliver",
    lease=timedelta(seconds=90),
    patience=timedelta(seconds=20),
)
"""Sending a webhook what follows its cursor. The lease is longer than one message can take."""
SEND = Kind(
    "webhook delivery",
    task="webhooks.tasks.send",
    lease=timedelta(seconds=90),
    patience=timedelta(seconds=20),
)
"""Sending one delivery by hand: once, whatever the answer."""
NOTICE_MAIL = mail_kind("webhook mail", task="webhooks.tasks.send_notice_mails")
