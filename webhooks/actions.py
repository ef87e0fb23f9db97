"""Making, changing and deleting webhooks; new secrets; tests, and sending again.

What only admins see is in no log (realtime.md), so none of this is an event.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from eventlog.models import Event, Stream
from eventlog.publish import action
from projects.models import Access, Project, Role
from videoplanet.api.conditional import Versions, require_version
from videoplanet.api.errors import Conflict
from videoplanet.db.changes import apply_changes
from videoplanet.tasks.work import schedule
from webhooks.addresses import parse_target, shown
from webhooks.kinds import DELIVER, SEND
from webhooks.messages import TEST
from webhooks.models import ROTATION, Delivery, Webhook
from webhooks.secret import new_secret, seal


class TooManyWebhooks(Conflict):
    """The project has as many webhooks as it may."""

    code = "too_many_webhooks"
    detail = _("This project has as many webhooks as it may. Delete one first.")


class NotInLog(Conflict):
    """There is no event in the log that could be sent again."""

    code = "event_pruned"
    detail = _("The event is no longer in the log.")


class NoSecret(Conflict):
    """The webhook of a chat signs nothing."""

    code = "no_secret"
    detail = _("Messages to a chat are not signed.")


@sensitive_variables("url", "secret")
@action()
def make_webhook(
    *, access: Access, name: str, url: str, kind: str, events: list[str], language: str = ""
) -> tuple[Webhook, str]:
    """Make a webhook; return it with its secret. It gets what happens from now on.

    Raises Forbidden, InvalidField, TooManyWebhooks.
    """
    access.require(Role.ADMIN)
    target = parse_target(url)
    # One at a time counts.
    Project.objects.select_for_update(no_key=True).get(id=access.project_id)
    if Webhook.objects.within(access).count() >= settings.WEBHOOKS_PER_PROJECT:
        raise TooManyWebhooks
    secret = new_secret()
    webhook = Webhook.objects.create(
        project_id=access.project_id,
        created_by=access.user,
        kind=kind,
        name=name,
        language=language or access.user.language or get_language() or settings.LANGUAGE_CODE,
        events=events,
        url_sealed=seal(url),
        url_shown=shown(target, is_chat=kind != Webhook.Kind.STANDARD),
        secret=seal(secret),
        cursor=_newest(access.project_id),
    )
    _follow(access.project_id)
    return webhook, secret


@sensitive_variables("changes")
@action()
def change_webhook(
    *, access: Access, webhook_id: UUID, changes: dict[str, Any], versions: Versions = None
) -> None:
    """Change name, URL, events or language; switch it on or off.

    Raises Forbidden, Webhook.DoesNotExist, PreconditionFailed, InvalidField.
    """
    webhook = _lock(access, webhook_id, versions)
    wanted = dict(changes)
    if "url" in wanted:
        url = wanted.pop("url")
        wanted["url_shown"] = shown(parse_target(url), is_chat=webhook.is_chat)
        wanted["url_sealed"] = seal(url)
    if wanted.get("enabled", webhook.enabled) and ("url" in changes or not webhook.enabled):
        # A new attempt at once.
        wanted |= {"failure": "", "failures": 0, "failing_since": None, "next_try_at": None}
    if wanted.get("enabled") and not webhook.enabled and webhook.is_chat:
        wanted["cursor"] = _newest(access.project_id)  # nobody wants yesterday's chat
    if wanted.get("enabled") is False and webhook.enabled:
        wanted |= {"failure": "", "failures": 0, "failing_since": None, "next_try_at": None}
    if apply_changes(webhook, wanted) and webhook.enabled:
        schedule(DELIVER, [webhook.id])
    _follow(access.project_id)


@action()
def delete_webhook(*, access: Access, webhook_id: UUID, versions: Versions = None) -> None:
    """Delete a webhook and its deliveries.

    Raises Forbidden, Webhook.DoesNotExist, PreconditionFailed.
    """
    _lock(access, webhook_id, versions).delete()
    _follow(access.project_id)


@sensitive_variables("secret")
@action()
def rotate_secret(*, access: Access, webhook_id: UUID) -> tuple[Webhook, str]:
    """Make a new secret; the old one signs too for a day. Return the webhook and the new one.

    Raises Forbidden, Webhook.DoesNotExist, NoSecret.
    """
    webhook = _lock(access, webhook_id)
    if webhook.is_chat:
        raise NoSecret
    secret = new_secret()
    until = timezone.now() + ROTATION
    changes = {"secret": seal(secret), "old_secret": webhook.secret, "old_secret_until": until}
    apply_changes(webhook, changes)
    return webhook, secret


@action()
def send_test(*, access: Access, webhook_id: UUID) -> Delivery:
    """Send a test, also to a webhook that is off. Raises Forbidden, Webhook.DoesNotExist."""
    webhook = _lock(access, webhook_id)
    return _send(Delivery(webhook=webhook, type=TEST, by_hand=True))


@action()
def send_again(*, access: Access, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Send a delivery's event again, as it is in the log now.

    Raises Forbidden, Webhook.DoesNotExist, Delivery.DoesNotExist, NotInLog.
    """
    webhook = _lock(access, webhook_id)
    earlier = Delivery.objects.get(id=delivery_id, webhook=webhook)
    events = Event.objects.filter(stream_id=access.project_id, type=earlier.type)
    if earlier.seq is not None and not events.filter(seq=earlier.seq).exists():
        raise NotInLog
    return _send(Delivery(webhook=webhook, seq=earlier.seq, type=earlier.type, by_hand=True))


def _send(delivery: Delivery) -> Delivery:
    delivery.save(force_insert=True)
    schedule(SEND, [delivery.id])
    return delivery


def _lock(access: Access, webhook_id: UUID, versions: Versions = None) -> Webhook:
    access.require(Role.ADMIN)
    webhook = Webhook.objects.within(access).select_for_update(no_key=True).get(id=webhook_id)
    require_version(webhook.updated_at, versions)
    return webhook


def _newest(project_id: UUID) -> int:
    return Stream.objects.values_list("seq", flat=True).get(id=project_id)


def _follow(project_id: UUID) -> None:
    """Have the log tell of the project's events if a webhook waits for them."""
    followed = Webhook.objects.filter(project=project_id, enabled=True).exists()
    Stream.objects.filter(id=project_id).exclude(followed=followed).update(followed=followed)
