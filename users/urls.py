"""`/api/v1/tokens/exchange` and `…/cookie`; allauth's routes at `auth`, `account`, `tokens`."""

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import URLPattern, URLResolver, include, path

from users import account_views, provider_views, second_factor_views
from users.browser_sessions import deliver_by_cookie
from users.views import BrowserSessionViewSet, TokenViewSet
from videoplanet.api.parsing import strict_body

type Routes = list[URLPattern | URLResolver]


def _strict(routes: Routes) -> Routes:
    """Make allauth's routes parse bodies as ours do; its own parser fails on deeply nested JSON.

    And let browsers have their refresh token in a cookie.
    """
    for route in routes:
        if isinstance(route, URLResolver):
            _strict(route.url_patterns)
        else:
            route.callback = strict_body(deliver_by_cookie(route.callback))
    return routes


# Phone numbers and log-in codes are switched off, but allauth routes them all the same. Why no
# token of another service is taken from an app: users/provider.py.
DISABLED = {
    "provider_token",
    *("manage_phone", "verify_phone", "resend_phone_verification_code"),
    "confirm_login_code",
}


def _without(names: set[str], routes: Routes) -> Routes:
    """Remove the routes with these names, at every depth; return the list."""
    for route in routes:
        if isinstance(route, URLResolver):
            _without(names, route.url_patterns)
    routes[:] = [route for route in routes if getattr(route, "name", None) not in names]
    return routes


# allauth puts its routes under v1/, but these are included under /api/v1 already.
_allauth = [
    pattern
    for prefix in build_urlpatterns(Client.APP)
    for pattern in _without(DISABLED, prefix.url_patterns)
]

urlpatterns = [
    *_strict(
        [
            *account_views.urlpatterns,
            *provider_views.urlpatterns,
            *second_factor_views.urlpatterns,
        ]
    ),
    path("tokens/exchange", TokenViewSet.as_view({"post": "exchange"}), name="exchange-tokens"),
    path(
        "tokens/cookie",
        BrowserSessionViewSet.as_view({"post": "refresh", "delete": "end"}),
        name="browser-session",
    ),
    path(
        "",
        include(
            ([path("", include((_strict(_allauth), "headless"), namespace="app"))], "headless"),
            namespace="headless",
        ),
    ),
]
