"""The page to which a mail leads a guest; the app that lets guests in registers it."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID


class GuestPage(Protocol):
    """Returns the URL of a guest's page in the front end, with `query` in its query string."""

    def __call__(  # noqa: D102 - as the class
        self, *, guest_id: UUID, project_id: UUID, query: Mapping[str, object]
    ) -> str: ...


guest_pages: list[GuestPage] = []


def register_guest_page(page: GuestPage) -> None:
    """Have mails to guests lead to `page`."""
    guest_pages.append(page)
