"""`/api/v1/users/me`."""

from django.urls import path

from accounts.views import AvatarViewSet, MeViewSet, PersonExportViewSet

urlpatterns = [
    path(
        "users/me",
        MeViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("users/me/export", PersonExportViewSet.as_view({"get": "retrieve"})),
    path("users/me/avatar", AvatarViewSet.as_view({"put": "update", "delete": "destroy"})),
]
