"""The providers that people can sign in with, as allauth finds them: by this module's name.

What allauth calls verified in an address is here what we take as proof: it may sign somebody up
without a code of ours, and lead them to the account that has the address. A provider's own word
counts where the operator trusts it (`SIGN_IN_…_TRUST_EMAIL`). Google's counts for the mailboxes
that Google itself hosts.
"""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.naver.provider import NaverProvider
from allauth.socialaccount.providers.naver.views import NaverOAuth2Adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from users.models import NAME_MAX
from users.openid import OpenIDAdapter
from videoplanet.api.text import validate_name

type Claims = dict[str, Any]

KEPT = ("sub", "id", "name", "nickname", "preferred_username", "email", "email_verified")
"""What is stored of a provider's answer: enough to say whose the other account is."""


class NaverAdapter(NaverOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Talks to Naver for one sign-in."""

    callback_url = ""
    nonce = ""  # plain OAuth has none

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return the page of the front end, instead of a route of allauth's."""
        return self.callback_url

    def require_issuer(self, named: str) -> None:
        """Do nothing: Naver does not say who issued a code."""


class OneOfSeveral:
    """What our providers have in common."""

    app: Any
    pkce_enabled_default = True
    # A token that an app got by itself carries no nonce, so it could be one that was used before.
    supports_token_authentication = False

    def serialize(self) -> dict[str, str]:
        """Return by what it is found again: two providers may know us by the same client id."""
        return {"id": self.app.provider_id}


class OpenID(OneOfSeveral, OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Any provider of OpenID Connect."""

    oauth2_adapter_class = OpenIDAdapter

    def extract_extra_data(self, data: dict[str, Claims]) -> dict[str, Claims]:
        """Return what is stored."""
        return {"userinfo": kept(data["userinfo"])}

    def extract_common_fields(self, data: dict[str, Claims]) -> Claims:
        """Return what a new account begins with."""
        claims = data["userinfo"]
        names = [claims.get(name) for name in ("name", "nickname", "preferred_username")]
        return fields_of(claims.get("email"), names, claims.get("locale"))

    def extract_email_addresses(self, data: dict[str, Claims]) -> list[EmailAddress]:
        """Return the address, if there is one."""
        claims = data["userinfo"]
        email = address_of(claims.get("email"))
        if email is None:
            return []
        proved = claims.get("email_verified") is True and self._is_trusted(email, claims)
        return [EmailAddress(email=email, verified=proved, primary=True)]

    def _is_trusted(self, email: str, claims: Claims) -> bool:
        trust = self.app.settings["trust_email"]
        if self.app.provider_id == "google" and not trust:
            hosted = ("gmail.com", str(claims.get("hd", "")).lower())
            return email.rpartition("@")[2] in hosted
        return bool(trust == "true")


class Naver(OneOfSeveral, NaverProvider):  # type: ignore[misc]  # allauth has no types
    """Naver, which has no OpenID Connect."""

    oauth2_adapter_class = NaverAdapter

    def extract_extra_data(self, data: Claims) -> Claims:
        """Return what is stored."""
        return kept(data)

    def extract_common_fields(self, data: Claims) -> Claims:
        """Return what a new account begins with."""
        return fields_of(data.get("email"), [data.get("name"), data.get("nickname")], None)

    def extract_email_addresses(self, data: Claims) -> list[EmailAddress]:
        """Return the address, if there is one; Naver does not say whether it has checked it."""
        email = address_of(data.get("email"))
        return [EmailAddress(email=email, primary=True)] if email else []


def address_of(email: Any) -> str | None:
    """Return a provider's address in its one spelling; None for what is no address."""
    try:
        address: str = get_account_adapter().clean_email(email) if isinstance(email, str) else ""
    except ValidationError:
        return None
    return address or None


def fields_of(email: Any, names: list[Any], locale: Any) -> Claims:
    """Return the fields of a new account: the first good name, the language if it is ours."""
    address = address_of(email)
    given = [*names, (address or "").partition("@")[0]]
    language = str(locale or "").replace("_", "-").partition("-")[0].lower()
    return {
        "email": address,
        "name": next(filter(None, map(name_of, given)), ""),
        "language": language if language in dict(settings.LANGUAGES) else "",
    }


def name_of(given: Any) -> str:
    """Return a provider's name as ours may be; empty if nothing is left of it."""
    name = unicodedata.normalize("NFC", given if isinstance(given, str) else "")
    name = " ".join(name.split())[:NAME_MAX].strip()
    try:
        validate_name(name)
    except ValidationError:
        return ""
    return name


def kept(claims: Claims) -> Claims:
    """Return those of the provider's claims that are stored, none of them long."""
    return {
        name: value[:320] if isinstance(value, str) else value
        for name, value in claims.items()
        if name in KEPT and isinstance(value, str | bool)
    }


provider_classes = [OpenID, Naver]
