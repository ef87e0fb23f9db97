"""Invitations and share links as admins see them."""

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from rest_framework import serializers

from eventlog.models import newest_seq
from invitations.failures import INVITATION_FAILURES
from invitations.models import (
    INVITED,
    LINKED,
    Batch,
    Guest,
    Invitation,
    ShareLink,
    current_status,
    guests_of,
)
from users.resources import UserInfo, user_info
from videoplanet.api.languages import coded
from videoplanet.api.resources import Resource, Versioned, computed
from videoplanet.db.sql_json import count_of


def _of_batch(value: str | Subquery) -> Combinable:
    return Subquery(Batch.objects.filter(id=OuterRef("batch_id")).values_list(value))


def _guest() -> Combinable:
    guests = Guest.objects.filter(invitation=OuterRef("id"))
    return Subquery(guests.values_list(user_info("user")))


def _link_state() -> Case:
    return Case(
        When(revoked_at__isnull=False, then=Value("revoked")),
        When(expires_at__lte=Now(), then=Value("expired")),
        default=Value("active"),
        output_field=TextField(),
    )


class InvitationResponse(Versioned):
    """An invitation, as admins see it."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    batch_id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=INVITED)
    message = computed(serializers.CharField(), lambda: _of_batch("message"))
    status = computed(serializers.ChoiceField(choices=Invitation.Status.choices), current_status)
    failure = coded(
        serializers.CharField(
            help_text="What the mail server said last, or what went wrong in the reader's language;"
            " empty when the server took the mail."
        ),
        INVITATION_FAILURES,
    )
    invited_by = computed(UserInfo(), lambda: _of_batch(user_info("sender")))
    guest = computed(UserInfo(allow_null=True, help_text="Who has opened the link."), _guest)
    account = UserInfo(allow_null=True, help_text="Who has accepted it with an account.")
    expires_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ShareLinkResponse(Versioned):
    """A share link, as admins see it. Only the answer that made it has its secret."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=LINKED)
    status = computed(
        serializers.ChoiceField(choices=["active", "expired", "revoked"]), _link_state
    )
    has_password = computed(
        serializers.BooleanField(),
        lambda: ExpressionWrapper(~Q(password=""), output_field=BooleanField()),
    )
    max_guests = serializers.IntegerField(allow_null=True)
    guests_count = computed(serializers.IntegerField(), lambda: count_of(guests_of(OuterRef("id"))))
    created_by = UserInfo()
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewShareLink(ShareLinkResponse):
    """A new share link, with its URL: no other answer has it."""

    url = serializers.URLField(
        allow_null=True, help_text="Null in an answer that is given again (`Idempotency-Key`)."
    )


INVITATION = Resource(Invitation, InvitationResponse, seq=newest_seq("project_id"))
SHARE_LINK = Resource(ShareLink, ShareLinkResponse, seq=newest_seq("project_id"))
