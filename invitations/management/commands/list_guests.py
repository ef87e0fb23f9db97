"""`manage.py list_guests PROJECT`: the people who came into a project without an account."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invitations.models import Guest
from projects.models import Membership, Project
from videoplanet.api.rendering import iso


class Command(BaseCommand):
    """List a project's guests: id, name, address, role, by what, joined, until when."""

    help = "List a project's guests, one a line, separated by tabs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the project."""
        parser.add_argument("project", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the guests, the earliest first."""
        project = Project.objects.filter(id=options["project"]).first()
        if project is None:
            raise CommandError("There is no such project.")
        roles = dict(
            Membership.objects.filter(project=project, guest=True).values_list("user_id", "role")
        )
        rows = Guest.objects.filter(project=project).select_related("user").order_by("created_at")
        for guest in rows:
            by = (
                f"invitation {guest.invitation_id}"
                if guest.invitation_id
                else f"link {guest.link_id}"
            )
            joined = iso(guest.joined_at) if guest.joined_at else "not joined"
            until = iso(guest.user.access_until) if guest.user.access_until else "-"
            role = roles.get(guest.user_id, "out" if not guest.user.is_active else "-")
            name, address = guest.user.name, guest.user.contact_email or "-"
            fields = (str(guest.user_id), name, address, role, by, joined, until)
            self.stdout.write("\t".join(fields))
