"""Invitations, share links and their guests, and the one description of their JSON."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.models import newest_seq
from projects.models import Project, Role
from projects.scope import ProjectScoped
from users.models import user_info
from videoplanet.db.ids import new_id
from videoplanet.db.sql_json import IsoTime, compiled_json, count_of, json_object

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable, Expression

INVITED = [(role.value, role.label) for role in (Role.VIEWER, Role.REVIEWER, Role.EDITOR)]
LINKED = INVITED[:2]
"""A link has no address: whoever has it, comes in. It lets nobody change videos."""


class Batch(models.Model):
    """What an admin sent off together: to whom it goes are its invitations."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="invitation_batches")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    message = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=5, default="en", help_text="Of the mails.")
    total = models.PositiveSmallIntegerField(help_text="Addresses, good and bad.")
    refused = models.PositiveSmallIntegerField(default=0, help_text="Those that got no invitation.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """The admin's words."""

        verbose_name_plural = "batches"

    def __str__(self) -> str:
        """Return how many were invited by whom."""
        return f"{self.total} by {self.sender}"


class InvitationQuerySet(ProjectScoped["Invitation"]):
    """Reads of invitations."""

    def over(self) -> "InvitationQuerySet":
        """Return those still open whose time has ended, or whose guest was removed."""
        ended = Guest.objects.filter(invitation=OuterRef("id"), user__is_active=False)
        past = Q(expires_at__lte=timezone.now()) | Exists(ended)
        return self.filter(past, status__in=Invitation.OPEN, account=None)

    def as_json(self) -> "QuerySet[Any, Any]":
        """Annotate `json` and `seq`."""
        return self.annotate(json=INVITATION_JSON, seq=newest_seq("project_id"))


class Invitation(models.Model):
    """One address, invited into one project.

    Three things are kept apart: the `status` that admins see; `due_at`, which is set while a mail
    is to be sent (and says when the sweep looks at it again); `claim`, which is set while a worker
    is sending it.
    """

    class Status(models.TextChoices):
        """Where an invitation stands."""

        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        ACCEPTED = "accepted", _("accepted")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")

    OPEN = (Status.QUEUED, Status.SENT, Status.ACCEPTED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="invitations")
    batch = models.ForeignKey(Batch, models.DB_CASCADE, related_name="invitations")
    email = models.EmailField(help_text="In lower case.")
    role = models.CharField(max_length=10, choices=INVITED)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    failure = models.CharField(max_length=300, blank=True, default="")
    refused = models.BooleanField(default=False, help_text="The mail server refused the address.")
    token_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lost = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Attempts of which nothing was heard again."
    )
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
                fields=("due_at",), condition=Q(due_at__isnull=False), name="invitation_due_idx"
            ),
            models.Index(
                fields=("expires_at",),
                condition=Q(status__in=["queued", "sent", "accepted"], account=None),
                name="invitation_expires_idx",
            ),
        )

    def __str__(self) -> str:
        """Return the address."""
        return self.email

    @property
    def is_expired(self) -> bool:
        """Say whether its time is over; for an account that accepted it, it never is."""
        return self.account_id is None and self.expires_at <= timezone.now()


class ShareLinkQuerySet(ProjectScoped["ShareLink"]):
    """Reads of share links."""

    def as_json(self) -> "QuerySet[Any, Any]":
        """Annotate `json` and `seq`."""
        return self.annotate(json=SHARE_LINK_JSON, seq=newest_seq("project_id"))


class ShareLink(models.Model):
    """A link without an address: whoever has it (and its password) comes in as a guest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.DB_CASCADE, related_name="share_links")
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
        """Lists are by project, the sweep by time."""

        indexes = (
            models.Index(fields=("project", "created_at"), name="share_link_project_idx"),
            models.Index(
                fields=("expires_at",),
                condition=Q(revoked_at=None),
                name="share_link_expires_idx",
            ),
        )

    def __str__(self) -> str:
        """Return what it is for."""
        return f"{self.role} in {self.project_id}"

    @property
    def is_expired(self) -> bool:
        """Say whether its time is over."""
        return self.expires_at <= timezone.now()


class Guest(models.Model):
    """Who came in, and by what. The membership follows with the first use of the guest token."""

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
        """One comes in by one thing."""

        constraints = (
            models.CheckConstraint(
                condition=Q(invitation=None, link__isnull=False)
                | Q(invitation__isnull=False, link=None),
                name="guest_by_one_thing",
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return str(self.user)


def state() -> Case:
    """Describe the status as it is now: the sweep writes down later what time has ended."""
    ended = Guest.objects.filter(invitation=OuterRef("id"), user__is_active=False)
    return Case(
        When(Q(account__isnull=False), then=F("status")),
        When(Q(status__in=Invitation.OPEN) & Exists(ended), then=Value("revoked")),
        When(Q(status__in=Invitation.OPEN, expires_at__lte=Now()), then=Value("expired")),
        default=F("status"),
        output_field=models.TextField(),
    )


def _of_batch(name: str) -> Subquery:
    return Subquery(Batch.objects.filter(id=OuterRef("batch_id")).values(name))


def _invitation_json() -> "Expression":
    sender = Batch.objects.filter(id=OuterRef("batch_id"))
    guest = Guest.objects.filter(invitation=OuterRef("id"))
    return json_object(
        id="id",
        project_id="project_id",
        batch_id="batch_id",
        email="email",
        role="role",
        message=_of_batch("message"),
        status=state(),
        failure="failure",
        invited_by=Subquery(sender.values_list(user_info("sender"))),
        guest=Subquery(guest.values_list(user_info("user"))),
        account=user_info("account"),
        expires_at=IsoTime("expires_at"),
        sent_at=IsoTime("sent_at"),
        accepted_at=IsoTime("accepted_at"),
        created_at=IsoTime("created_at"),
        updated_at=IsoTime("updated_at"),
    )


INVITATION_JSON = compiled_json(_invitation_json)


def guests_of(link_id: "UUID | Combinable | OuterRef") -> "QuerySet[Guest]":
    """Return the guests who came in by a link and still may."""
    return Guest.objects.filter(link=link_id, user__is_active=True)


def _link_state() -> Case:
    return Case(
        When(revoked_at__isnull=False, then=Value("revoked")),
        When(expires_at__lte=Now(), then=Value("expired")),
        default=Value("active"),
        output_field=models.TextField(),
    )


def _share_link_json() -> "Expression":
    return json_object(
        id="id",
        project_id="project_id",
        role="role",
        status=_link_state(),
        has_password=models.ExpressionWrapper(~Q(password=""), output_field=models.BooleanField()),
        max_guests="max_guests",
        guests_count=count_of(guests_of(OuterRef("id"))),
        created_by=user_info("created_by"),
        expires_at=IsoTime("expires_at"),
        created_at=IsoTime("created_at"),
        updated_at=IsoTime("updated_at"),
    )


SHARE_LINK_JSON = compiled_json(_share_link_json)


def latest_end() -> datetime:
    """Return how far in the future access may end at most."""
    return timezone.now() + settings.INVITATION_MAX_LIFETIME


def default_end() -> datetime:
    """Return when access ends that nobody gave an end."""
    return timezone.now() + settings.INVITATION_LIFETIME
