"""Users: members with an account, guests without one, and the bots of project tokens."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from videoplanet.api.scopes import TOKEN_SCOPES
from videoplanet.db.ids import new_id
from videoplanet.mail.addresses import canonical_address

NAME_MAX = 100


class UserManager(BaseUserManager["User"]):
    """Finds people, and creates users for commands, tests and invitations; sign-up is allauth's."""

    def same_person(self, user_id: UUID) -> models.QuerySet["User", UUID]:
        """Return the ids of the user, of the account if a guest has one now, and of its guests."""
        person = self.filter(id=user_id).values(person=Coalesce("account_id", "id"))
        # A union: for an OR of two subqueries PostgreSQL would visit all users.
        account = self.filter(id__in=person).values_list("id", flat=True)
        guests = self.filter(account__in=person).values_list("id", flat=True)
        return account.union(guests).order_by("id")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a member with a verified address, so that they can log in at once."""
        user = self.model(email=canonical_address(email), **fields)
        user.set_password(password)
        user.save()
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a member who may do everything in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def create_guest(
        self,
        *,
        name: str,
        contact_email: str,
        access_until: datetime | None = None,
        language: str = "",
    ) -> "User":
        """Save a guest: no login address and no usable password."""
        guest = self.model(
            kind=User.Kind.GUEST,
            name=name,
            contact_email=contact_email,
            access_until=access_until,
            language=language,
        )
        guest.set_unusable_password()
        guest.save()
        return guest

    def create_bot(self, *, name: str) -> "User":
        """Save the author of what a project token writes."""
        bot = self.model(kind=User.Kind.BOT, name=name)
        bot.set_unusable_password()
        bot.save()
        return bot


class User(AbstractBaseUser, PermissionsMixin):
    """A member, a guest of one project, or a bot: the author of what a project token writes.

    A guest has no `email`, because an address there would keep its owner from signing up and could
    be sent codes to reset a password. The address at which a guest is reached is `contact_email`.
    """

    class Kind(models.TextChoices):
        """A member has an account; a guest was let in by a token; a bot is a program.

        Of a deleted person only the row is left, as the author of what they said.
        """

        MEMBER = "member", _("member")
        GUEST = "guest", _("guest")
        BOT = "bot", _("bot")
        DELETED = "deleted", _("deleted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEMBER, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    contact_email = models.EmailField(blank=True, default="")
    name = models.CharField(max_length=NAME_MAX)
    avatar_key = models.CharField(max_length=200, null=True, blank=True, editable=False)
    language = models.CharField(
        max_length=5, choices=[("en", "English"), ("ko", "한국어")], blank=True, default=""
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    access_until = models.DateTimeField(
        null=True, blank=True, help_text="When a guest's access ends; empty for never."
    )
    account = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="guests",
        help_text="The account of the same person, where that is known.",
    )
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[UserManager] = UserManager()

    answer: tuple[Hashable, tuple[Any, ...]] | None = None
    """The key of a question and what was read for it together with the session."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Members have a login address, guests and bots have none."""

        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind__in=["guest", "bot", "deleted"],
                    email__isnull=True,
                    is_staff=False,
                    is_superuser=False,
                )
                | Q(kind="member", email__isnull=False),
                name="user_only_members_log_in",
            ),
            models.CheckConstraint(
                condition=Q(kind="guest") | Q(access_until=None, account=None),
                name="user_only_guests_end",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_guest(self) -> bool:
        """Say whether this is a guest."""
        return self.kind == self.Kind.GUEST

    @property
    def is_member(self) -> bool:
        """Say whether this is a person with an account."""
        return self.kind == self.Kind.MEMBER

    @property
    def mail_address(self) -> str:
        """Return the address for mails: empty for a guest who came through a share link."""
        return self.email or self.contact_email

    @property
    def person_id(self) -> UUID:
        """Return the user's own id, or for a guest with an account the account's id."""
        return self.account_id or self.pk

    def take_answer(self, key: Hashable) -> tuple[Any, ...] | None:
        """Return what was read for a question, once; None if it must be asked now.

        Without a row all its columns are None.
        """
        answer, self.answer = self.answer, None
        return answer[1] if answer and answer[0] == key else None

    def wrote_as(self, author_id: UUID) -> bool:
        """Say whether the author is this person, as a member or as an earlier guest."""
        return author_id == self.pk or self.guests.filter(id=author_id).exists()


USER_FIELDS = tuple(field.attname for field in User._meta.concrete_fields)
"""A user's columns in the order that `User.from_db` takes them, for statements written out."""


class KnownNetwork(models.Model):
    """A network from which somebody has logged in: an IPv4 address, or the /64 of an IPv6 one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_networks", db_index=False)
    network = models.CharField(max_length=45)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "network"), name="known_network_once"),
        )

    def __str__(self) -> str:
        return self.network


class SocketTicket(models.Model):
    """Opens one socket or stream, once and soon, in the place of a token (`users.tickets`)."""

    digest = models.CharField(primary_key=True, max_length=64)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, help_text="Of a member's log-in; else empty.")
    project_id = models.UUIDField(null=True, help_text="The one that a guest's token opens.")
    token_id = models.UUIDField(null=True, help_text="The access token with which it was made.")
    token_ends_at = models.BigIntegerField(help_text="Seconds since 1970.")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at}"


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Reads of access tokens."""

    def in_use(self) -> Self:
        """Return those that open something."""
        return self.filter(ended_at=None, expires_at__gt=Now())


class AccessToken(models.Model):
    """Lets a program act: as a person, or in one project as a bot (`users.access_tokens`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        User, models.DO_NOTHING, related_name="access_tokens", help_text="As whom it acts."
    )
    project = models.ForeignKey(
        "projects.Project",
        models.DB_CASCADE,
        null=True,
        related_name="access_tokens",
        help_text="Of a project token; empty: a personal one.",
    )
    name = models.CharField(max_length=NAME_MAX)
    scope = models.CharField(
        max_length=10, choices=[(scope.value, scope.value) for scope in TOKEN_SCOPES]
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, models.DO_NOTHING, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(db_index=True)
    last_used_at = models.DateTimeField(null=True, help_text="To the minute.")
    ended_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True, help_text="When a mail about its end was due.")

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_personal(self) -> bool:
        """Say whether it acts as a person."""
        return self.project_id is None
