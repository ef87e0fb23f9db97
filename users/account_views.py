"""Those of allauth's views that this service extends.

Requests that guess at a code are served one after the other, so that each guess is counted. The
answer for an address without an account takes as long as for one that has an account. An account is
found by either spelling of its address.
"""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.headless.account import views
from allauth.headless.account.inputs import LoginInput, ResetPasswordKeyInput
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from eventlog.publish import action
from users.tokens import TokenStrategy
from videoplanet.mail.addresses import canonical_address

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


class CanonicalLoginInput(LoginInput):  # type: ignore[misc]  # allauth has no types
    """allauth's input, with the address in the one spelling in which addresses are stored."""

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        return canonical_address(self.cleaned_data["email"])


class CanonicalLoginView(views.LoginView):  # type: ignore[misc]  # allauth has no types
    """Log in by either spelling of an address."""

    input_class = CanonicalLoginInput


class ResetPasswordView(views.ResetPasswordView):  # type: ignore[misc]  # allauth has no types
    """Guesses at a code that was never sent are counted and answered like others."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check a code (`X-Password-Reset-Key`) before the new password is typed."""
        answer: HttpResponse
        if self.process.user:
            answer = super().get(request, *args, **kwargs)
        else:
            key = request.headers.get("X-Password-Reset-Key", "")
            self.process.record_invalid_attempt()
            answer = ErrorResponse(request, input=ResetPasswordKeyInput({"key": key}, code=""))
        return answer


class ResendCodeView(views.ResendEmailVerificationCodeView):  # type: ignore[misc]
    """Repeats the mail of a sign-up, also the one that tells an owner that the account exists."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a fresh code."""
        answer: HttpResponse
        process = EmailVerificationProcess.resume(request)
        if process is None or process.user or not process.can_resend:
            answer = super().post(request, *args, **kwargs)
        else:
            process.generate_code()
            process.send()
            process.record_resend()
            process.persist()
            answer = APIResponse(request)
        return answer


def _route(route: str, view: Any, *, one_at_a_time: bool = True) -> URLPattern:
    serve = view.as_api_view(client=Client.APP)
    return path(route, in_turn(serve) if one_at_a_time else serve)


urlpatterns = [
    _route("auth/login", CanonicalLoginView, one_at_a_time=False),
    _route("auth/email/verify", views.VerifyEmailView),
    _route("auth/password/reset", ResetPasswordView),
    # It sends a mail, and no lock may be held while a mail server is slow.
    _route("auth/email/verify/resend", ResendCodeView, one_at_a_time=False),
]
"""Django takes the first match, so these must come before allauth's routes of the same paths."""
