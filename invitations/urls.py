"""`/api/v1/invitations`, `/api/v1/share-links` and `/api/v1/guests`."""

from django.urls import path

from invitations.link_views import EntryViewSet, ShareLinkViewSet
from invitations.unsubscribe_views import InvitationUnsubscribeViewSet
from invitations.views import GuestViewSet, InvitationViewSet, VerifyViewSet

urlpatterns = [
    path("invitations", InvitationViewSet.as_view({"get": "list", "post": "create"})),
    path("invitations/verify", VerifyViewSet.as_view({"get": "retrieve"})),
    path(
        "invitations/unsubscribe",
        InvitationUnsubscribeViewSet.as_view({"get": "retrieve", "post": "create"}),
    ),
    path("invitations/accept", InvitationViewSet.as_view({"post": "accept"})),
    path(
        "invitations/<uuid:id>",
        InvitationViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
    ),
    path("invitations/<uuid:id>/resend", InvitationViewSet.as_view({"post": "resend"})),
    path("share-links", ShareLinkViewSet.as_view({"get": "list", "post": "create"})),
    path("share-links/enter", EntryViewSet.as_view({"post": "create"})),
    path(
        "share-links/<uuid:id>",
        ShareLinkViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
    ),
    path("guests/renew", GuestViewSet.as_view({"post": "renew"})),
]
