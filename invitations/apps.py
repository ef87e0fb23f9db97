"""App configuration."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Invitations, share links, and the guests who come in by them."""

    name = "invitations"

    def ready(self) -> None:
        """Register what makes a guest a member at the first use of their token."""
        from invitations.guests import admit  # noqa: PLC0415 - needs the models
        from users.extensions import register_admission  # noqa: PLC0415

        register_admission(admit)
