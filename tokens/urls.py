"""`/api/v1/users/me/tokens` and `/api/v1/projects/{id}/tokens`."""

from django.urls import path

from tokens.views import PersonalTokenViewSet, ProjectTokenViewSet

many = {"get": "list", "post": "create"}
one = {"delete": "destroy"}

urlpatterns = [
    path("users/me/tokens", PersonalTokenViewSet.as_view({**many})),
    path("users/me/tokens/<uuid:id>", PersonalTokenViewSet.as_view({**one})),
    path("projects/<uuid:id>/tokens", ProjectTokenViewSet.as_view({**many})),
    path("projects/<uuid:id>/tokens/<uuid:token_id>", ProjectTokenViewSet.as_view({**one})),
]
