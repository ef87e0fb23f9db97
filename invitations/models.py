"""Invitations, share links and their guests."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project, Role
from projects.scope import ProjectScoped
from videoplanet.db.ids import new_id

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

INVITED = [(role.value, role.label) for role in (Role.VIEWER, Role.REVIEWER, Role.EDITOR)]
LINKED = INVITED[:2]
"""A link is for no particular address: anybody who has it can come in, so it gives no editing."""


class Batch(models.Model):
    """Invitations that an admin sent together, and what they have in common."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="invitation_batches")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    message = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=5, default="en", help_text="Of the mails.")
    total = models.PositiveSmallIntegerField(help_text="Addresses, good and bad.")
    refused = models.PositiveSmallIntegerField(default=0, help_text="Those that got no invitation.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.total} by {self.sender}"


class InvitationQuerySet(ProjectScoped["Invitation"]):
    """Reads of invitations."""

    def due_to_close(self) -> "InvitationQuerySet":
        """Narrow to invitations still marked open that have expired or whose guest was removed."""
        ended = Guest.objects.filter(invitation=OuterRef("id"), user__is_active=False)
        past = Q(expires_at__lte=timezone.now()) | Exists(ended)
        return self.filter(past, status__in=Invitation.OPEN, account=None)


class Invitation(models.Model):
    """One address, invited into one project.

    The `status` is what admins see. That a mail is to be sent is work (`videoplanet.tasks.work`),
    which an accepted invitation may have too.
    """

    class Status(models.TextChoices):
        """The states of an invitation."""

        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        ACCEPTED = "accepted", _("accepted")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")

    OPEN = (Status.QUEUED, Status.SENT, Status.ACCEPTED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, models.DB_CASCADE, related_name="invitations", db_index=False
    )
    batch = models.ForeignKey(Batch, models.DB_CASCADE, related_name="invitations")
    email = models.EmailField(help_text="In its one spelling.")
    role = models.CharField(max_length=10, choices=INVITED)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    failure = models.CharField(max_length=300, blank=True, default="")
    refused = models.BooleanField(default=False, help_text="The mail server refused the address.")
    token_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who accepted it with an account.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        """An address has one invitation at a time that lets a guest in."""

        constraints = (
            models.UniqueConstraint(
                fields=("project", "email"),
                condition=Q(status__in=["queued", "sent", "accepted"], account=None),
                name="invitation_open_once",
            ),
        )
        indexes = (
            models.Index(fields=("project", "created_at"), name="invitation_project_idx"),
            models.Index(
                fields=("expires_at",),
                condition=Q(status__in=["queued", "sent", "accepted"], account=None),
                name="invitation_expires_idx",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        """Say whether its end has passed; one that was accepted with an account does not expire."""
        return self.account_id is None and self.expires_at <= timezone.now()


class ShareLinkQuerySet(ProjectScoped["ShareLink"]):
    """Reads of share links."""


class ShareLink(models.Model):
    """A link for no particular address: anybody who has it (and its password) can be a guest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, models.DB_CASCADE, related_name="share_links", db_index=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    role = models.CharField(max_length=10, choices=LINKED)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, default="", help_text="Hashed.")
    expires_at = models.DateTimeField()
    max_guests = models.PositiveIntegerField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("project", "created_at"), name="share_link_project_idx"),
            models.Index(
                fields=("expires_at",),
                condition=Q(revoked_at=None),
                name="share_link_expires_idx",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} in {self.project_id}"

    @property
    def is_expired(self) -> bool:
        """Say whether its end has passed."""
        return self.expires_at <= timezone.now()


class Guest(models.Model):
    """A guest, and the invitation or link that let them in.

    The membership is made at the first use of the guest token.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, primary_key=True, related_name="entry"
    )
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="guests")
    invitation = models.OneToOneField(
        Invitation, models.DB_CASCADE, null=True, blank=True, related_name="guest"
    )
    link = models.ForeignKey(
        ShareLink, models.DB_CASCADE, null=True, blank=True, related_name="guests"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(invitation=None, link__isnull=False)
                | Q(invitation__isnull=False, link=None),
                name="guest_by_one_thing",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class DeclinedAddress(models.Model):
    """An address that wants no more invitations."""

    digest = models.CharField(
        max_length=64, primary_key=True, editable=False, help_text="SHA-256 of the address."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "declined addresses"

    def __str__(self) -> str:
        return self.digest


def current_status() -> Case:
    """Return the SQL of the status as it is now: the sweep updates an expired row only later."""
    ended = Guest.objects.filter(invitation=OuterRef("id"), user__is_active=False)
    return Case(
        When(Q(account__isnull=False), then=F("status")),
        When(Q(status__in=Invitation.OPEN) & Exists(ended), then=Value("revoked")),
        When(Q(status__in=Invitation.OPEN, expires_at__lte=Now()), then=Value("expired")),
        default=F("status"),
        output_field=models.TextField(),
    )


def guests_of(link_id: "UUID | Combinable | OuterRef") -> "QuerySet[Guest]":
    """Return the guests who came in by a link and still have access."""
    return Guest.objects.filter(link=link_id, user__is_active=True)


def latest_end() -> datetime:
    """Return the latest moment at which access may end."""
    return timezone.now() + settings.INVITATION_MAX_LIFETIME


def default_end() -> datetime:
    """Return when access ends if the admin has not said when."""
    return timezone.now() + settings.INVITATION_LIFETIME
