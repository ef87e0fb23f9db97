"""`/api/v1/tokens/exchange`, and allauth's routes at `auth`, `account` and `tokens`."""

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import URLPattern, URLResolver, include, path

from users.views import TokenViewSet

type Patterns = list[URLPattern | URLResolver]

# What is off here: phone numbers, and codes to log in with. allauth routes them all the same.
OFF = {
    *("manage_phone", "verify_phone", "resend_phone_verification_code"),
    "confirm_login_code",
}


def _without(names: set[str], patterns: Patterns) -> Patterns:
    """Return allauth's routes without those of the `names`; it removes them where they are."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _without(names, pattern.url_patterns)
    patterns[:] = [route for route in patterns if getattr(route, "name", None) not in names]
    return patterns


# allauth puts its routes under v1/, but these are included under /api/v1 already.
_allauth = [
    pattern
    for prefix in build_urlpatterns(Client.APP)
    for pattern in _without(OFF, prefix.url_patterns)
]

urlpatterns = [
    path("tokens/exchange", TokenViewSet.as_view({"post": "exchange"}), name="exchange-tokens"),
    path(
        "",
        include(
            ([path("", include((_allauth, "headless"), namespace="app"))], "headless"),
            namespace="headless",
        ),
    ),
]
