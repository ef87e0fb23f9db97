"""OpenID Connect as allauth does it, with what allauth leaves out.

allauth neither sends a nonce nor checks the signature of an ID token that came over TLS, nor
compares the two answers about the person. Here all of that is checked (OpenID Connect Core 1.0,
sections 3.1.3.7 and 5.3.2), and a provider's description of itself is kept for ten minutes.
"""

from typing import Any, Final

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

KEPT_SECONDS: Final = 600
LEEWAY_SECONDS: Final = 60
"""By how much the provider's clock may differ from ours."""
SIGNED_BY: Final = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]
"""Signatures by a private key; a secret that two sides share is no proof of who signed."""

type Document = dict[str, Any]


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Talks to one provider for one sign-in."""

    callback_url = ""
    """The page to which the provider sends the person back."""
    nonce = ""
    """What the ID token must repeat, so that none of another sign-in is accepted."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return the page of the front end, instead of a route of allauth's."""
        return self.callback_url

    def require_issuer(self, named: str) -> None:
        """Refuse a code that another provider has issued, where that is said (RFC 9207)."""
        if named and named != self.openid_config["issuer"]:
            raise OAuth2Error("a code of another issuer")

    @property
    def openid_config(self) -> Document:
        """Return the provider's own description, of which nobody else can be the issuer."""
        server_url = self.get_provider().server_url
        key = f"openid-configuration:{server_url}"
        config: Document | None = cache.get(key)
        if config is None:
            config = self._fetched(server_url)
            cache.set(key, config, KEPT_SECONDS)
        issuer = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise OAuth2Error("another issuer in the configuration")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return allauth's `SocialLogin` of the person whom the checked ID token names."""
        claims = self._claims_of(kwargs["response"].get("id_token"), app.client_id)
        userinfo: Document = {}
        if "userinfo_endpoint" in self.openid_config:
            userinfo = self._fetch_user_info(token.token)
            if userinfo.get("sub") != claims["sub"]:
                raise OAuth2Error("the user info is about somebody else")
        if "email" in userinfo:  # whether an address was checked is said beside it
            for name in ("email", "email_verified"):
                claims.pop(name, None)
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": {**claims, **userinfo}}
        )

    def _claims_of(self, token: Any, client_id: str) -> Document:
        if not isinstance(token, str):
            raise OAuth2Error("no ID token")
        try:
            claims: Document = jwt.decode(
                token,
                self._signing_key(token),
                algorithms=SIGNED_BY,
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"bad ID token: {type(error).__name__}") from error
        if not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the ID token is of another sign-in")
        others = [one for one in [claims["aud"]] if isinstance(one, list) and len(one) > 1]
        if (others or "azp" in claims) and claims.get("azp") != client_id:
            raise OAuth2Error("the ID token is for another client")
        return claims

    def _signing_key(self, token: str) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(self._fetched(self.openid_config["jwks_uri"])).keys
        for key in keys:
            if wanted in (None, key.key_id) and key.public_key_use in (None, "sig"):
                return key
        raise OAuth2Error("the ID token is signed by an unknown key")

    def _fetched(self, url: str) -> Document:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            document: Document = answer.json()
        return document
