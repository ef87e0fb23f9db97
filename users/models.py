"""Users: members with an account, and guests without one."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from videoplanet.db.ids import new_id

NAME_MAX = 100


class UserManager(BaseUserManager["User"]):
    """Makes users for commands and tests; sign-up is allauth's."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a member with a verified address, so that they can log in at once."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a member who may do everything in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def create_guest(
        self, *, name: str, contact_email: str, access_until: datetime | None = None
    ) -> "User":
        """Save a guest: no login address and no usable password."""
        guest = self.model(
            kind=User.Kind.GUEST,
            name=name,
            contact_email=contact_email,
            access_until=access_until,
        )
        guest.set_unusable_password()
        guest.save()
        return guest


class User(AbstractBaseUser, PermissionsMixin):
    """A member, or a guest of one project.

    A guest's row has no `email`: a real address there would block its owner's sign-up and would
    get password codes. Where the guest can be reached is in `contact_email`.
    """

    class Kind(models.TextChoices):
        """Who has an account and who was let in by a token."""

        MEMBER = "member", _("member")
        GUEST = "guest", _("guest")

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
        null=True, blank=True, help_text="When a guest's invitation ends; none: by itself never."
    )
    account = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="guests",
        help_text="Of the person whom the guest turned out to be.",
    )
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Members have a login address, guests have none."""

        constraints = (
            models.CheckConstraint(
                condition=Q(kind="guest", email__isnull=True, is_staff=False, is_superuser=False)
                | Q(kind="member", email__isnull=False),
                name="user_guest_has_no_login",
            ),
            models.CheckConstraint(
                condition=Q(kind="guest") | Q(access_until=None, account=None),
                name="user_only_guests_end",
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_guest(self) -> bool:
        """Say whether this is a guest."""
        return self.kind == self.Kind.GUEST

    def wrote_as(self, author_id: UUID) -> bool:
        """Say whether the author is this person: as a member, or as a guest before."""
        return author_id == self.pk or self.guests.filter(id=author_id).exists()
