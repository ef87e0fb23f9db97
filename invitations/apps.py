"""App configuration."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Invitations, share links, and the guests who come in by them."""

    name = "invitations"

    def ready(self) -> None:
        """Register how a guest joins, how somebody is invited, and where a mail leads a guest."""
        from invitations.actions import invite_instead  # noqa: PLC0415 - needs the models
        from invitations.guest_links import guest_page  # noqa: PLC0415
        from invitations.guests import admit  # noqa: PLC0415
        from notifications.extensions import register_guest_page  # noqa: PLC0415
        from projects.extensions import register_invite  # noqa: PLC0415
        from users.extensions import register_admission  # noqa: PLC0415

        register_admission(admit)
        register_invite(invite_instead)
        register_guest_page(guest_page)
