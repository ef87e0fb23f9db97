"""How often secrets may be tried from one address."""

from typing import TYPE_CHECKING

from django.conf import settings
from limits import parse
from rest_framework.request import Request

from videoplanet.api.throttles import WriteThrottle, client_address

if TYPE_CHECKING:
    from rest_framework.views import APIView


class SecretThrottle(WriteThrottle):
    """Counts every look at a secret, reads too."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; leave the `RateLimit` headers for the answer."""
        return self.count(request, parse(settings.VERIFY_RATE), f"secret:{client_address(request)}")
