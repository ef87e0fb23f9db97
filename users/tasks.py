"""Periodic clean-up of sessions and sign-ups."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from users.models import User

CONFIRM_WITHIN = timedelta(days=7)


@shared_task
def clear_sessions() -> int:
    """Delete expired sessions, and the entries of ended ones in allauth's list; return how many."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    return deleted


@shared_task
def clear_sign_ups() -> int:
    """Delete sign-ups whose address was not confirmed within a week; return how many."""
    past = timezone.now() - CONFIRM_WITHIN
    old = User.objects.filter(kind=User.Kind.MEMBER, last_login=None, date_joined__lt=past)
    abandoned = list(old.exclude(emailaddress__verified=True))
    for user in abandoned:
        user.delete()
    return len(abandoned)
