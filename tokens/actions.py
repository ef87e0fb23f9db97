"""Making and ending access tokens."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from rest_framework.exceptions import Throttled

from eventlog.events import EventType
from eventlog.publish import ResourceRow, action, publish
from projects.actions import add_bot, remove_bot
from projects.models import Access, Project, Role
from tokens.resources import PROJECT_TOKEN
from tokens.tasks import TOKEN_MADE_MAIL
from users.access_tokens import digest_of, new_secret
from users.models import AccessToken, AccessTokenQuerySet, User
from videoplanet.api.errors import Conflict, Forbidden, InvalidField
from videoplanet.api.scopes import Scope
from videoplanet.db import counters
from videoplanet.tasks.work import schedule

IN_USE_MAX = 50
"""Tokens in use of one person, and of one project."""
MADE_PER_DAY = 100
LONGEST = timedelta(days=366)
DEFAULT_LIFE = timedelta(days=90)


class TooManyTokens(Conflict):
    """There are as many tokens in use as are allowed."""

    code = "too_many_tokens"

    def __init__(self) -> None:
        text = _("There are %(count)d tokens in use, and no more are allowed. End one of them.")
        super().__init__(str(text) % {"count": IN_USE_MAX})


class TooManyTokensMade(Throttled):
    """As many tokens were made today (UTC) as are allowed (429)."""

    default_code = "too_many_tokens"
    default_detail = _("Too many tokens were made today. Try again tomorrow.")
    extra_detail_singular = extra_detail_plural = ""


@sensitive_variables("secret")
@action()
def create_personal_token(
    *, user: User, name: str, scope: Scope, expires_at: datetime | None = None
) -> tuple[AccessToken, str]:
    """Make a token that acts as `user`; return it with its secret, which is stored nowhere.

    Its owner gets a mail. Raises Forbidden (a guest or bot), InvalidField, TooManyTokens,
    TooManyTokensMade.
    """
    if not user.is_member:
        raise Forbidden
    # Parallel requests wait here, so that they count each other's tokens.
    User.objects.select_for_update(no_key=True).get(id=user.id)
    own = AccessToken.objects.filter(user=user)
    _require_room(own, f"user {user.id}")
    secret = new_secret()
    token = AccessToken.objects.create(
        user=user,
        name=name,
        scope=scope,
        digest=digest_of(secret),
        created_by=user,
        expires_at=_require_end(expires_at),
    )
    schedule(TOKEN_MADE_MAIL, [token.id])
    return token, secret


@sensitive_variables("secret")
@action()
def create_project_token(
    *, access: Access, name: str, role: Role, scope: Scope, expires_at: datetime | None = None
) -> tuple[AccessToken, str]:
    """Make a token that acts as a bot of this project; return it with its secret.

    Raises Forbidden, InvalidField, TooManyTokens, TooManyTokensMade.
    """
    access.require(Role.ADMIN)
    project = Project.objects.select_for_update(no_key=True).get(id=access.project_id)
    _require_room(AccessToken.objects.filter(project=project), f"project {project.id}")
    end = _require_end(expires_at)
    secret = new_secret()
    token = AccessToken.objects.create(
        user=add_bot(project_id=project.id, name=name, role=role),
        project=project,
        name=name,
        scope=scope,
        digest=digest_of(secret),
        created_by=access.user,
        expires_at=end,
    )
    _publish(EventType.TOKEN_CREATED, token, access.user.id)
    return token, secret


def _require_room(tokens: AccessTokenQuerySet, subject: str) -> None:
    if tokens.in_use().count() >= IN_USE_MAX:
        raise TooManyTokens
    counters.count("tokens", subject, limit=MADE_PER_DAY, error=TooManyTokensMade)


def _require_end(end: datetime | None) -> datetime:
    """Return the end, by default in 90 days. Raises InvalidField."""
    now = timezone.now()
    if end is None:
        return now + DEFAULT_LIFE
    if end <= now:
        raise InvalidField("expires_at", "past", _("This time is in the past."))
    if end > now + LONGEST:
        raise InvalidField("expires_at", "too_late", _("At most 366 days from now."))
    return end


@action()
def end_personal_token(*, user: User, token_id: UUID) -> None:
    """End one's own token; a second time does nothing. Raises AccessToken.DoesNotExist."""
    own = AccessToken.objects.filter(user=user, project=None)
    token = own.select_for_update(no_key=True).get(id=token_id)
    _end(token, actor_id=user.id)


@action()
def end_project_token(*, access: Access, token_id: UUID) -> None:
    """End a token of the project, and its bot's access; a second time does nothing.

    Raises Forbidden, AccessToken.DoesNotExist.
    """
    access.require(Role.ADMIN)
    tokens = AccessToken.objects.filter(project=access.project_id)
    token = tokens.select_for_update(no_key=True).get(id=token_id)
    _end(token, actor_id=access.user.id)


@action()
def end_token(*, token_id: UUID, actor_id: UUID | None) -> None:
    """End any token: for staff, and for the sweep that ends those whose time has come."""
    token = AccessToken.objects.select_for_update(no_key=True).get(id=token_id)
    _end(token, actor_id=actor_id)


def _end(token: AccessToken, *, actor_id: UUID | None) -> None:
    if token.ended_at:
        return
    token.ended_at = min(timezone.now(), token.expires_at)
    token.save(update_fields=["ended_at"])
    if token.project_id:
        remove_bot(user_id=token.user_id)
        _publish(EventType.TOKEN_ENDED, token, actor_id)


def _publish(event: EventType, token: AccessToken, actor_id: UUID | None) -> None:
    assert token.project_id  # noqa: S101 - personal tokens are in no project's log
    payload = ResourceRow(PROJECT_TOKEN, token.id)
    publish(event, project_id=token.project_id, payload=payload, actor_id=actor_id)
