"""App configuration."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Invitations, share links, and the guests who come in by them."""

    name = "invitations"

    def ready(self) -> None:
        """Register how a guest joins, and how somebody is invited instead of added."""
        from invitations.actions import invite_instead  # noqa: PLC0415 - needs the models
        from invitations.guests import admit  # noqa: PLC0415
        from projects.extensions import register_invite  # noqa: PLC0415
        from users.extensions import register_admission  # noqa: PLC0415

        register_admission(admit)
        register_invite(invite_instead)
