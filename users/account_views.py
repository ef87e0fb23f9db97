"""allauth's views, where this service needs more than they do.

What they do with a session is done in turn, so that parallel guesses at a code are counted one by
one; and where an address has no account, they take as long as where it has one.
"""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.headless.account import views
from allauth.headless.account.inputs import ResetPasswordKeyInput
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from eventlog.publish import action
from users.tokens import TokenStrategy

type View = Callable[..., HttpResponse]


def in_turn(view: View) -> View:
    """Serve the requests of one session one after the other.

    allauth keeps a code and the number of wrong guesses in the session, which it reads, changes
    and writes. Without the lock, parallel guesses would all read the same number.
    """

    @functools.wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = TokenStrategy().get_session_token(request) or ""
        with action():  # a confirmed address is an event
            Session.objects.select_for_update().filter(session_key=key).first()
            return view(request, *args, **kwargs)

    return serve


class ResetPasswordView(views.ResetPasswordView):  # type: ignore[misc]  # allauth has no types
    """Guesses at a code that was never sent are counted and answered like others."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check a code (`X-Password-Reset-Key`) before the new password is typed."""
        if self.process.user:
            answer: HttpResponse = super().get(request, *args, **kwargs)
            return answer
        key = request.headers.get("X-Password-Reset-Key", "")
        self.process.record_invalid_attempt()
        error = ResetPasswordKeyInput({"key": key}, code="")
        refused: HttpResponse = ErrorResponse(request, input=error)
        return refused


class ResendCodeView(views.ResendEmailVerificationCodeView):  # type: ignore[misc]
    """Where there was no code to send, because the account exists, its owner is told so again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a fresh code."""
        process = EmailVerificationProcess.resume(request)
        if process is None or process.user or not process.can_resend:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        process.generate_code()
        process.send()
        process.record_resend()
        process.persist()
        sent: HttpResponse = APIResponse(request)
        return sent


def _route(route: str, view: Any, *, guarded: bool = True) -> URLPattern:
    serve = view.as_api_view(client=Client.APP)
    return path(route, in_turn(serve) if guarded else serve)


urlpatterns = [
    _route("auth/email/verify", views.VerifyEmailView),
    _route("auth/password/reset", ResetPasswordView),
    # It sends a mail, and no lock may be held for a mail server.
    _route("auth/email/verify/resend", ResendCodeView, guarded=False),
]
"""They stand before allauth's own routes of the same paths."""
