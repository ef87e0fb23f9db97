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


# allauth puts its routes under v1/, but these are included under /api/v1 already.
_allauth = [pattern for prefix in build_urlpatterns(Client.APP) for pattern in prefix.url_patterns]

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
