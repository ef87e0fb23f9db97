"""`/api/v1/tokens/exchange`, and allauth's routes at `auth`, `account` and `tokens`."""

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import URLPattern, URLResolver, include, path

from users import account_views
from users.views import TokenViewSet
from videoplanet.api.parsing import strict_body

type Routes = list[URLPattern | URLResolver]


def _strict(routes: Routes) -> Routes:
    """Have allauth's routes take the same bodies as ours; its own parser fails at deep JSON."""
    for route in routes:
        if isinstance(route, URLResolver):
            _strict(route.url_patterns)
        else:
            route.callback = strict_body(route.callback)
    return routes


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
    *_strict([*account_views.urlpatterns]),
    path("tokens/exchange", TokenViewSet.as_view({"post": "exchange"}), name="exchange-tokens"),
    path(
        "",
        include(
            ([path("", include((_strict(_allauth), "headless"), namespace="app"))], "headless"),
            namespace="headless",
        ),
    ),
]
