"""The page for people who open the address of the server in a browser."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from videoplanet.health import may_see_status

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the page."""

    url: str
    name: str | Promise
    about: str | Promise


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where everything is: `/` and `/api`."""
    links = [
        Link("/api/docs", _("API documentation"), _("Every request, to read and to try.")),
        Link("/api/schema", _("OpenAPI document"), _("Generates clients of the API.")),
    ]
    if may_see_status(request):
        links.append(Link("/statusz", _("Health"), _("Whether everything is running.")))
    if settings.FRONTEND_URL != settings.PUBLIC_URL:  # else it is this page
        links.insert(0, Link(settings.FRONTEND_URL, _("Review videos"), _("Opens the app.")))
    if settings.ADMIN_ENABLED:
        links.append(Link("/admin/", _("Administration"), _("For administrators of this server.")))
    context = {"links": links, "language": get_language()}
    response = render(request, "pages/home.html", context)
    for name, value in HEADERS.items():
        response[name] = value
    return response
