"""Periodic clean-up of sessions, sign-ups and the admin's log."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from users.known_networks import forget_old_networks
from users.models import User
from users.tickets import delete_expired_tickets

CONFIRM_WITHIN = timedelta(days=7)


@shared_task
def clear_sessions() -> int:
    """Delete expired sessions, their rows in allauth's list, old networks and tickets.

    Return the number of deleted sessions.
    """
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    forget_old_networks()
    delete_expired_tickets()
    return deleted


@shared_task
def clear_sign_ups() -> int:
    """Delete sign-ups whose address was not confirmed within a week; return how many."""
    deadline = timezone.now() - CONFIRM_WITHIN
    old = User.objects.filter(kind=User.Kind.MEMBER, last_login=None, date_joined__lt=deadline)
    abandoned = list(old.exclude(emailaddress__verified=True))
    for user in abandoned:
        user.delete()
    return len(abandoned)


@shared_task
def clear_admin_log() -> int:
    """Delete entries of the admin's log that are too old; return how many."""
    old = LogEntry.objects.filter(action_time__lt=timezone.now() - settings.ADMIN_LOG_LIFETIME)
    deleted, _ = old.delete()
    return deleted
