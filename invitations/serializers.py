"""Shapes of invitations and share links: the names, types and limits of the contract."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from invitations.addresses import REASONS
from invitations.guests import CLOSED
from invitations.models import INVITED, LINKED
from projects.models import Role
from users.models import NAME_MAX
from videoplanet.api.pagination import PageQuery
from videoplanet.api.serializers import (
    ChoiceField,
    IdField,
    NameField,
    StrictSerializer,
    TextField,
    WholeNumberField,
)

EMAILS_MAX = 100
PASSWORD_MIN, PASSWORD_MAX = 8, 100


@extend_schema_field({"type": "string"})
class SecretField(serializers.Field[str, str, str, Any]):
    """Any string: one that is no token of ours is answered as `unknown`, not as a 400."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Not a valid string.")}

    def to_internal_value(self, data: Any) -> str:
        """Return it as it is. Fails on any other JSON type."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


@extend_schema_field({"type": "string", "format": "email"})
class TypedAddressField(SecretField):
    """What an admin typed as an address. A bad one comes back in `failed` and is no error."""


class SendInvitationsRequest(StrictSerializer):
    """The addresses to invite, their role, and when their access ends."""

    project_id = IdField()
    emails = serializers.ListField(child=TypedAddressField(), min_length=1, max_length=EMAILS_MAX)
    role = ChoiceField(choices=INVITED, default=Role.REVIEWER.value)
    message = TextField(max_length=1000, required=False, allow_blank=True)
    expires_at = serializers.DateTimeField(
        required=False, help_text="At most 90 days from now; without it 14 days."
    )


class ChangeInvitation(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    role = ChoiceField(choices=INVITED, required=False)
    expires_at = serializers.DateTimeField(required=False, help_text="At most 90 days from now.")


class InvitationsQuery(PageQuery):
    """The project, or the batch in it, whose invitations to list."""

    project_id = IdField()
    batch_id = IdField(required=False)


class VerifyQuery(StrictSerializer):
    """The secret of a link."""

    token = SecretField()


class AcceptInvitation(StrictSerializer):
    """The secret of an invitation."""

    token = SecretField()


class FailedAddress(serializers.Serializer[None]):
    """An address that got no invitation."""

    email = serializers.EmailField(help_text="As it was sent.")
    reason = serializers.ChoiceField(
        choices=REASONS,
        help_text="`refused_before`: by its mail server for good, or by the person.",
    )


class InvitationBatchResponse(serializers.Serializer[None]):
    """Which addresses were invited, and which not."""

    batch_id = serializers.UUIDField()
    total = serializers.IntegerField()
    queued = serializers.IntegerField()
    failed = FailedAddress(many=True)


class EnteredProject(serializers.Serializer[None]):
    """The one project that a guest sees."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class InvitationVerifyResponse(serializers.Serializer[None]):
    """Whether a link lets a guest in. If not, everything except `valid` and `reason` is null."""

    valid = serializers.BooleanField()
    reason = serializers.ChoiceField(
        choices=CLOSED,
        allow_null=True,
        help_text="Why not. `accepted`: sign in instead. The last three are of share links.",
    )
    project = EnteredProject(allow_null=True)
    guest_token = serializers.CharField(allow_null=True, help_text="Temporary JWT for guest access")
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="When the invitation ends, and the access with it."
    )


class GuestToken(serializers.Serializer[None]):
    """A fresh guest token."""

    guest_token = serializers.CharField()
    expires_at = serializers.DateTimeField(help_text="When the token ends.")


class CreateShareLink(StrictSerializer):
    """The role that a link gives, to how many people, and for how long."""

    project_id = IdField()
    role = ChoiceField(choices=LINKED, default=Role.VIEWER.value)
    password = TextField(
        min_length=PASSWORD_MIN, max_length=PASSWORD_MAX, required=False, allow_null=True
    )
    expires_at = serializers.DateTimeField(
        required=False, help_text="At most 90 days from now; without it 14 days."
    )
    max_guests = WholeNumberField(required=False, allow_null=True, min_value=1, max_value=100_000)


class ChangeShareLink(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    role = ChoiceField(choices=LINKED, required=False)
    password = TextField(
        min_length=PASSWORD_MIN,
        max_length=PASSWORD_MAX,
        required=False,
        allow_null=True,
        help_text="Null: none.",
    )
    expires_at = serializers.DateTimeField(required=False, help_text="At most 90 days from now.")
    max_guests = WholeNumberField(required=False, allow_null=True, min_value=1, max_value=100_000)


class ShareLinksQuery(PageQuery):
    """The project whose links to list."""

    project_id = IdField()


class EnterShareLink(StrictSerializer):
    """What a guest needs to come in by a link."""

    token = SecretField()
    password = SecretField(required=False)
    name = NameField(max_length=NAME_MAX, required=False)
