"""A provider of OpenID Connect, run in a thread of the tests.

It does what RFC 6749, RFC 7636 (PKCE, which it demands), OpenID Connect Core and Discovery say, and
signs with joserfc, where the product reads with PyJWT. A test may have it lie.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

HOST = "127.0.0.1"
CLIENT_ID, CLIENT_SECRET = "videoplanet-test", "a-secret-of-the-provider"


@dataclass
class Provider:
    """What it knows, and what it did."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By `sub`: what it says of a person."""
    lies: dict[str, Any] = field(default_factory=dict)
    """Claims of its ID tokens that are not true."""
    userinfo_lies: dict[str, Any] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    """What its configuration says otherwise."""
    down: bool = False
    redirect_uris: set[str] = field(default_factory=set)
    """Where it sends people; empty: wherever it is asked to."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The requests for authorization, oldest first."""

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.signs_with = self.key
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.server = ThreadingHTTPServer((HOST, 0), type("Bound", (Handler,), {"provider": self}))
        self.issuer = f"http://{HOST}:{self.server.server_port}"

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def sign_in(self, url: str, sub: str) -> dict[str, str]:
        """Do at its page what a person does, and return what the redirect says."""
        page = httpx.get(url)
        assert page.status_code == 200, page.text
        answer = httpx.post(url, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: values[0] for name, values in query.items()}

    def variables(self, name: str = "company", **more: str) -> dict[str, str]:
        """Return the environment of a product that knows this provider."""
        prefix = f"SIGN_IN_{name.upper()}_"
        given = {"NAME": "Company", "ISSUER": self.issuer, "CLIENT_ID": CLIENT_ID}
        return {
            "SIGN_IN_PROVIDERS": name,
            **{
                prefix + field: value
                for field, value in {**given, "CLIENT_SECRET": CLIENT_SECRET, **more}.items()
            },
        }

    def id_token(self, grant: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": grant["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": grant["nonce"],
            **self.lies,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signs_with)


class Handler(BaseHTTPRequestHandler):
    """Its endpoints."""

    provider: Provider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.provider.down:
            self.answer(500, {"error": "server_error"})
        elif path == "/.well-known/openid-configuration":
            base = self.provider.issuer
            self.answer(
                200,
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                    "code_challenge_methods_supported": ["S256"],
                    **self.provider.configuration,
                },
            )
        elif path == "/jwks":
            self.answer(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/authorize":
            self.show_people()
        elif path == "/userinfo":
            self.tell_person()
        else:
            self.answer(404, {})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        length = int(self.headers.get("Content-Length", 0))
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        if path == "/authorize":
            self.authorize(sent)
        elif path == "/token" and not self.provider.down:
            self.exchange(sent)
        else:
            self.answer(500, {})

    def query(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}

    def show_people(self) -> None:
        asked = self.query()
        self.provider.asked.append(asked)
        allowed = self.provider.redirect_uris
        wrong = (
            asked.get("client_id") != CLIENT_ID
            or asked.get("response_type") != "code"
            or "openid" not in asked.get("scope", "").split()
            or asked.get("code_challenge_method") != "S256"
            or len(asked.get("code_challenge", "")) != 43
            or not asked.get("state")
            or not asked.get("nonce")
            or (allowed and asked.get("redirect_uri") not in allowed)
        )
        if wrong:
            self.answer(400, {"error": "invalid_request"})
            return
        buttons = "".join(
            f'<p><button name="sub" value="{html.escape(sub)}">'
            f"Go on as {html.escape(str(person.get('name', sub)))}</button></p>"
            for sub, person in self.provider.people.items()
        )
        page = (
            "<!doctype html><html lang=en><title>Company</title><h1>Company</h1>"
            f'<form method="post">{buttons}<button name="sub" value="">Cancel</button></form>'
        )
        self.send(200, page.encode(), "text/html; charset=utf-8")

    def authorize(self, sent: dict[str, str]) -> None:
        asked = self.query()
        answer = {"state": asked["state"], "iss": self.provider.issuer}
        if sent.get("sub"):
            code = secrets.token_urlsafe(20)
            self.provider.codes[code] = {**asked, "sub": sent["sub"]}
            answer["code"] = code
        else:
            answer["error"] = "access_denied"
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def exchange(self, sent: dict[str, str]) -> None:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {basic}":
            self.answer(401, {"error": "invalid_client"})
            return
        grant = self.provider.codes.pop(sent.get("code", ""), None)
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            grant is None
            or sent.get("grant_type") != "authorization_code"
            or sent.get("redirect_uri") != grant["redirect_uri"]
            or challenge != grant["code_challenge"]
        ):
            self.answer(400, {"error": "invalid_grant"})
            return
        token = secrets.token_urlsafe(20)
        self.provider.tokens[token] = grant["sub"]
        self.answer(
            200,
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self.provider.id_token(grant),
            },
        )

    def tell_person(self) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        sub = self.provider.tokens.get(token)
        if sub is None:
            self.answer(401, {"error": "invalid_token"})
            return
        person = {"sub": sub, **self.provider.people[sub], **self.provider.userinfo_lies}
        self.answer(200, person)

    def answer(self, status: int, document: dict[str, Any]) -> None:
        self.send(status, json.dumps(document).encode(), "application/json")

    def send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
