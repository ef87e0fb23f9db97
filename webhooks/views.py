"""Webhooks over HTTP; admins only."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables
from limits import parse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from projects.models import Access, Membership, Role
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import PROJECT_SEQ, operation
from videoplanet.api.pagination import Order, PageQuery, fetch, link_header
from videoplanet.api.rendering import RawJSON
from videoplanet.api.responses import by_content, created_with, resource
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import WriteThrottle
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent
from webhooks import serializers
from webhooks.actions import (
    change_webhook,
    delete_webhook,
    make_webhook,
    rotate_secret,
    send_again,
    send_test,
)
from webhooks.models import Delivery, Webhook
from webhooks.resources import (
    DELIVERY,
    WEBHOOK,
    DeliveryResponse,
    NewWebhook,
    WebhookResponse,
)


def _access(request: UserRequest, project_id: UUID) -> Access:
    return Membership.objects.access(request.user, project_id, role=Role.ADMIN)


def _webhook(request: UserRequest, project_id: UUID, webhook_id: UUID) -> Response:
    rows = Webhook.objects.filter(project=project_id, id=webhook_id)
    return resource(request, WEBHOOK.annotate(rows))


@sensitive_variables("secret", "told")
def _with_secret(request: UserRequest, webhook: Webhook, secret: str) -> Response:
    told = {"secret": None if webhook.is_chat else secret}
    rows = WEBHOOK.annotate_begun(Webhook.objects.filter(id=webhook.id))
    response = created_with(request, rows, told, replay={"secret": None})
    response["Cache-Control"] = "no-store"
    return response


class WebhookViewSet(ViewSet):
    """Where a project's events are sent."""

    tag = "Webhooks"

    @operation(
        "listWebhooks",
        parameters=[PageQuery],
        responses=WebhookResponse(many=True),
        errors=(403,),
    )
    def list(self, request: UserRequest, id: UUID) -> Response:
        """List a project's webhooks, newest first."""
        access = _access(request, id)
        rows = WEBHOOK.annotate(Webhook.objects.within(access))
        return _page(request, rows, access)

    @operation(
        "createWebhook",
        scope=Scope.ADMIN,
        request=serializers.CreateWebhook,
        responses={201: NewWebhook},
        errors=(409,),
    )
    @idempotent
    def create(self, request: UserRequest, id: UUID) -> Write:
        """Make a webhook. Only this answer has its secret."""
        access = _access(request, id)
        data = body(serializers.CreateWebhook, request)

        def write() -> Response:
            return _with_secret(request, *make_webhook(access=access, **data))

        return write

    @operation("getWebhook", responses=WebhookResponse, errors=(403,))
    def retrieve(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Response:
        """Read a webhook."""
        _access(request, id)
        return _webhook(request, id, webhook_id)

    @operation(
        "updateWebhook",
        scope=Scope.ADMIN,
        request=serializers.ChangeWebhook,
        responses=WebhookResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Response:
        """Change a webhook, or switch it on or off."""
        access = _access(request, id)
        changes = body(serializers.ChangeWebhook, request)
        change_webhook(
            access=access, webhook_id=webhook_id, changes=changes, versions=if_match(request)
        )
        return _webhook(request, id, webhook_id)

    @operation("deleteWebhook", scope=Scope.ADMIN, responses={204: None})
    def destroy(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Response:
        """Delete a webhook; what waits for it is not sent."""
        access = _access(request, id)
        delete_webhook(access=access, webhook_id=webhook_id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "rotateWebhookSecret",
        scope=Scope.ADMIN,
        request=None,
        responses={201: NewWebhook},
        errors=(409,),
    )
    @idempotent
    def rotate(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Write:
        """Make a new secret. For 24 hours each message is signed with both."""
        access = _access(request, id)

        def write() -> Response:
            return _with_secret(request, *rotate_secret(access=access, webhook_id=webhook_id))

        return write


class ByHandThrottle(WriteThrottle):
    """Counts messages that somebody sends by hand."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count a POST."""
        if request.method != "POST":
            return True
        limit = parse(settings.WEBHOOK_TEST_RATE)
        return self.count(request, limit, f"webhook:{request.user.pk}")


class DeliveryViewSet(ViewSet):
    """What was sent to a webhook lately."""

    tag = "Webhooks"
    throttle_classes = (ByHandThrottle,)

    @operation(
        "listWebhookDeliveries",
        parameters=[PageQuery],
        responses=DeliveryResponse(many=True),
        errors=(403,),
    )
    def list(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Response:
        """List the deliveries of the last 30 days, newest first."""
        access = _access(request, id)
        Webhook.objects.within(access).only("id").get(id=webhook_id)
        rows = DELIVERY.annotate(Delivery.objects.filter(webhook=webhook_id))
        return _page(request, rows, access)

    @operation(
        "pingWebhook",
        scope=Scope.ADMIN,
        request=None,
        responses={202: DeliveryResponse},
        headers=(PROJECT_SEQ,),
    )
    @idempotent
    def ping(self, request: UserRequest, id: UUID, webhook_id: UUID) -> Write:
        """Send a test (`webhook.test`). The list of deliveries shows what came of it."""
        access = _access(request, id)

        def write() -> Response:
            return _accepted(send_test(access=access, webhook_id=webhook_id), access)

        return write

    @operation(
        "sendWebhookDeliveryAgain",
        scope=Scope.ADMIN,
        request=None,
        responses={202: DeliveryResponse},
        headers=(PROJECT_SEQ,),
        errors=(409,),
    )
    @idempotent
    def send_again(
        self, request: UserRequest, id: UUID, webhook_id: UUID, delivery_id: UUID
    ) -> Write:
        """Send an event again, as it is in the log now, with the same `webhook-id`."""
        access = _access(request, id)

        def write() -> Response:
            delivery = send_again(access=access, webhook_id=webhook_id, delivery_id=delivery_id)
            return _accepted(delivery, access)

        return write


def _accepted(delivery: Delivery, access: Access) -> Response:
    text = RawJSON(DELIVERY.text(delivery.id).encode())
    return Response(text, status=202, headers={PROJECT_SEQ: str(access.seq)})


def _page(request: UserRequest, rows: QuerySet[Any, Any], access: Access) -> Response:
    """Answer with a page; its changes are in no log, so the ETag is made from the content."""
    params = query(PageQuery, request)
    order = Order("created_at", descending=True)
    page = fetch(rows, order, limit=params["limit"], cursor=params.get("cursor"))
    headers = {PROJECT_SEQ: str(access.seq), **link_header(request, page.next_cursor)}
    return by_content(request, page.text, headers)
