"""One-click unsubscribing (RFC 8058): a signed link that ends one kind of mail with one POST.

Mail programs POST to the URL of `List-Unsubscribe` without asking anybody. A person who follows the
same URL in a browser sees a page with a button, because mail scanners follow every link. The link
works without a log-in and never expires. It contains only what it was signed for, and a valid link
gets the same answer whether there is still anything to end or not.
"""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from videoplanet.api.output import JSONRenderer
from videoplanet.api.throttles import SecretThrottle
from videoplanet.api.views import ViewSet

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
}


@dataclass(frozen=True, slots=True)
class UnsubscribeLink:
    """Signed links at one path of the API. A token for one path is not valid at another."""

    path: str

    def url_for(self, target: str) -> str:
        """Return the URL that ends `target`."""
        query = urlencode({"token": self._signer().sign(target)})
        return f"{settings.PUBLIC_URL}{self.path}?{query}"

    def read(self, token: str) -> str | None:
        """Return what a token ends; None if we did not sign it."""
        try:
            return self._signer().unsign(token)
        except BadSignature:
            return None

    def _signer(self) -> Signer:
        return Signer(sep=".", salt=f"unsubscribe:{self.path}")


class PageRenderer(JSONRenderer):
    """Renders HTML whatever `Accept` says, as mail programs send anything. Errors stay JSON."""

    media_type = "*/*"
    format = "html"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """Return the body's bytes."""
        return data.encode() if isinstance(data, str) else super().render(data, *args, **kwargs)


class UnsubscribeViewSet(ViewSet):
    """The page of a link, and what its button does. Subclasses say what ends."""

    schema = None  # not in the document: a page, and what mail programs know from RFC 8058
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (SecretThrottle,)
    renderer_classes = (PageRenderer,)
    link: ClassVar[UnsubscribeLink]

    def question(self, target: str) -> str | Promise:
        """Return the page's question: one sentence that says what will end."""
        raise NotImplementedError

    def end(self, target: str) -> None:
        """End it. If it has ended or is gone, this is no error."""
        raise NotImplementedError

    def retrieve(self, request: Request) -> Response:
        """Show what will end, and a button. Nothing changes."""
        target = self._signed(request)
        return self._page("bad") if target is None else self._page("ask", self.question(target))

    def create(self, request: Request) -> Response:
        """End it, for a mail program or for the page's button. The body is ignored."""
        target = self._signed(request)
        if target is None:
            return self._page("bad")
        self.end(target)
        return self._page("done")

    def _signed(self, request: Request) -> str | None:
        return self.link.read(request.query_params.get("token", ""))

    def _page(self, state: str, question: str | Promise = "") -> Response:
        context = {"state": state, "question": question, "language": get_language()}
        page = render_to_string("mail/unsubscribe.html", context)
        status = 400 if state == "bad" else 200
        return Response(
            page, status=status, headers=HEADERS, content_type="text/html; charset=utf-8"
        )
