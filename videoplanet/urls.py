"""The routes of all apps."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerView

from feedbacks.views import ScreenshotAliasViewSet
from videoplanet import health, metrics, pages
from videoplanet.api.schema_view import SchemaView
from videoplanet.measurements import MeasurementViewSet
from videoplanet.storage.views import serve_media

urlpatterns = [
    path("", pages.home),
    path("api", pages.home),
    # They are tried in this order, so what is asked for most comes first.
    path("api/v1/", include("feedbacks.urls")),
    path("api/v1/", include("comments.urls")),
    path("api/v1/", include("projects.urls")),
    path("api/v1/", include("videos.urls")),
    path("api/v1/", include("notifications.urls")),
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("users.urls")),
    path("api/v1/", include("invitations.urls")),
    path("api/v1/", include("integrations.urls")),
    path("api/v1/", include("tokens.urls")),
    path("api/v1/", include("webhooks.urls")),
    path("api/v1/", include("realtime.urls")),
    path("api/v1/measurements", MeasurementViewSet.as_view({"post": "create"})),
    path("api/graphql", include("integrations.graphql.urls")),
    # The route to which the front end sends its screenshots.
    path("api/upload", ScreenshotAliasViewSet.as_view({"post": "create"})),
    path("api/schema", SchemaView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerView.as_view(), name="docs"),
    path("media/<int:expires>/<str:signature>/<path:key>", serve_media, name="media"),
    path("healthz", health.livez),
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("statusz", health.statusz),
    path("metrics", metrics.metrics),
]
if settings.ADMIN_ENABLED:
    urlpatterns.append(path("admin/", admin.site.urls))

handler400 = "videoplanet.api.errors.bad_request"
handler403 = "videoplanet.api.errors.permission_denied"
handler404 = "videoplanet.api.errors.not_found"
handler500 = "videoplanet.api.errors.server_error"
