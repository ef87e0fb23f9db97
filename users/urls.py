"""`/api/v1/tokens/exchange`, and allauth's routes at `auth`, `account` and `tokens`."""

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import include, path

from users.views import TokenViewSet

# allauth puts its routes under v1/, but these are included under /api/v1 already.
_allauth = [pattern for prefix in build_urlpatterns(Client.APP) for pattern in prefix.url_patterns]

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
