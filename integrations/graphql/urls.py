"""`/api/graphql`."""

from django.urls import path

from integrations.graphql.views import GraphQLViewSet

urlpatterns = [path("", GraphQLViewSet.as_view({"post": "query"}))]
