"""Errors that are logged, sent to Sentry (or what speaks its protocol) if SENTRY_DSN is set."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from videoplanet.logs import current_request_id, without_secrets
from videoplanet.version import release

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

HEADERS = ("User-Agent", "Content-Type", "Content-Length", "Accept-Language")
"""Headers of a request that a report may name. All others may hold a token or a cookie."""


def send_reports() -> None:
    """Send what is logged as an error from now on; without a DSN do nothing."""
    if not settings.SENTRY_DSN:
        return
    # They take memory and time.
    import sentry_sdk  # noqa: PLC0415
    from sentry_sdk.integrations.celery import CeleryIntegration  # noqa: PLC0415
    from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.ENVIRONMENT,
        release=f"videoplanet@{release()}",
        before_send=remove_secrets,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        # Others would be patched because they are installed.
        auto_enabling_integrations=False,
        send_default_pii=False,
        # Variables, bodies and what happened before may hold tokens, passwords and mails.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
    )


def remove_secrets(event: "Event", hint: "Hint") -> "Event":
    """Keep of the request what says nothing secret, and add its id."""
    request = event.get("request", {})
    headers: Any = request.get("headers", {})
    event["request"] = {
        "method": request.get("method", ""),
        "url": without_secrets(str(request.get("url", "")).partition("?")[0]),
        "headers": {name: headers[name] for name in HEADERS if name in headers},
    }
    for said in (event.get("logentry"), *event.get("exception", {}).get("values", ())):
        for name in ("message", "formatted", "value"):
            if said and isinstance(said.get(name), str):
                said[name] = without_secrets(said[name])
    event.setdefault("tags", {})["request"] = current_request_id.get()
    event.pop("extra", None)  # a task's arguments, the command line
    event.pop("contexts", None)
    return event
