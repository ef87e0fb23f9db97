"""Which providers people can sign in with, as the environment says.

`SIGN_IN_PROVIDERS` lists them, and each has variables of its own: for `company`,
`SIGN_IN_COMPANY_ISSUER` and so on. docs/sign-in.md describes them. What is wrong with them is
reported by `videoplanet/checks.py`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests

LIST: Final = "SIGN_IN_PROVIDERS"
FIELDS: Final = ("NAME", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "TRUST_EMAIL")
LOCAL: Final = ("localhost", "127.0.0.1", "::1")
MAX: Final = {"NAME": 40, "CLIENT_ID": 191, "CLIENT_SECRET": 191}
"""Characters that allauth's columns have."""


@dataclass(frozen=True)
class Known:
    """A provider of which everything is known but the client's id and secret."""

    name: str
    issuer: str = ""
    scope: tuple[str, ...] = ("openid", "profile", "email")


KNOWN: Final = {
    "google": Known("Google", "https://accounts.google.com"),
    # Kakao refuses a request for scopes that it does not have, and has its own names for them.
    "kakao": Known(
        "Kakao", "https://kauth.kakao.com", ("openid", "profile_nickname", "account_email")
    ),
    "naver": Known("Naver"),  # no OpenID Connect: allauth's own provider
}


def prefix_of(provider: str) -> str:
    """Return how the names of a provider's variables begin."""
    return f"SIGN_IN_{provider.upper().replace('-', '_')}_"


def named(listed: str) -> list[str]:
    """Return the ids that SIGN_IN_PROVIDERS lists."""
    return [name.strip() for name in listed.split(",") if name.strip()]


def providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return `SOCIALACCOUNT_PROVIDERS`: what allauth is told of the providers.

    One with a mistake is left out; the process does not start then.
    """
    apps: dict[str, list[dict[str, Any]]] = {}
    for provider in dict.fromkeys(named(environ.get(LIST, ""))):
        if not any(_mistakes_of(provider, environ)):
            kind = "naver" if provider == "naver" else "openid_connect"
            apps.setdefault(kind, []).append(_app(provider, environ))
    return {kind: {"APPS": found} for kind, found in apps.items()}


def _app(provider: str, environ: Mapping[str, str]) -> dict[str, Any]:
    prefix, known = prefix_of(provider), KNOWN.get(provider, Known(""))
    return {
        "provider_id": provider,
        "name": environ.get(f"{prefix}NAME") or known.name,
        "client_id": environ[f"{prefix}CLIENT_ID"],
        "secret": environ[f"{prefix}CLIENT_SECRET"],
        "settings": {
            "server_url": environ.get(f"{prefix}ISSUER") or known.issuer,
            "scope": known.scope if provider != "naver" else (),
            "trust_email": environ.get(f"{prefix}TRUST_EMAIL", "").lower(),
        },
    }


def mistakes(environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the variables, a sentence each."""
    listed = named(environ.get(LIST, ""))
    found = [mistake for name in dict.fromkeys(listed) for mistake in _mistakes_of(name, environ)]
    found += [f"{LIST} names {name} twice." for name in {*listed} if listed.count(name) > 1]
    prefixes = tuple(prefix_of(name) + field for name in listed for field in FIELDS)
    found += [
        f"{variable} belongs to no provider of {LIST}, or is misspelt."
        for variable in sorted(environ)
        if variable.startswith("SIGN_IN_") and variable not in (LIST, *prefixes)
    ]
    return found


def _mistakes_of(provider: str, environ: Mapping[str, str]) -> Iterator[str]:
    if not re.fullmatch("[a-z][a-z0-9-]{0,29}", provider):
        yield f"{LIST} names {provider!r}: an id has small letters, digits and hyphens, up to 30."
        return
    prefix = prefix_of(provider)
    needed = ["CLIENT_ID", "CLIENT_SECRET"]
    if provider not in KNOWN:
        needed += ["NAME", "ISSUER"]
    for field in needed:
        if not environ.get(f"{prefix}{field}"):
            yield f"{prefix}{field} is missing."
    for field, limit in MAX.items():
        if len(environ.get(f"{prefix}{field}", "")) > limit:
            yield f"{prefix}{field} is longer than {limit} characters."
    yield from _doubts_about(provider, environ)


def _doubts_about(provider: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the variables that decide whom to believe."""
    prefix = prefix_of(provider)
    issuer = environ.get(f"{prefix}ISSUER", "")
    if issuer and provider in KNOWN:
        yield f"{prefix}ISSUER is known; remove it."
    elif issuer and not _is_safe(issuer):
        yield f"{prefix}ISSUER is not https: https://login.example.com"
    trust = environ.get(f"{prefix}TRUST_EMAIL", "")
    if trust.lower() not in ("", "true", "false"):
        yield f"{prefix}TRUST_EMAIL is {trust!r}: true or false."
    elif provider == "naver" and trust.lower() == "true":
        yield f"{prefix}TRUST_EMAIL: Naver does not say which addresses it has checked."


def unreachable(kinds: Mapping[str, Any]) -> Iterator[str]:
    """Ask each provider of OpenID Connect who it is; yield a sentence for each that fails."""
    for app in kinds.get("openid_connect", {"APPS": []})["APPS"]:
        issuer = app["settings"]["server_url"]
        url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            answer = requests.get(url, timeout=5)
            answer.raise_for_status()
            found = str(answer.json()["issuer"])
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            yield f"{app['name']}: {url} does not answer: {type(error).__name__}."
        else:
            if found.rstrip("/") != issuer.rstrip("/"):
                yield f"{app['name']} calls itself {found}, not {issuer}."


def _is_safe(issuer: str) -> bool:
    url = urlsplit(issuer)
    return bool(url.hostname) and (url.scheme == "https" or url.hostname in LOCAL)
