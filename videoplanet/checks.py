"""System checks that refuse to start in production with a missing or unsafe setting.

`manage.py` runs them before its commands; servers and workers call `require_safe_settings`.
"""

import re
from ipaddress import ip_network
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from videoplanet import sign_in
from videoplanet.storage import cdn, s3

KEYS = ("SECRET_KEY", "JWT_SIGNING_KEY", "GUEST_TOKEN_KEY", "MEDIA_SIGNING_KEY", "WEBHOOK_KEY")
KEY_MIN = 32
STEPS_MIN = 12
"""Different steps from one character to the next. 32 random hexadecimal digits have 14 or more, a
character or a word that is repeated has fewer, and so has an alphabet."""
TAG = "videoplanet"
LOCAL = ("localhost", "127.0.0.1", "::1", None)


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"videoplanet.E{number:03}")


def _key(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django's own way of saying that SECRET_KEY is empty
        return ""


def _is_guessable(key: str) -> bool:
    """Say whether a key looks written by a person: words, repetitions, a row of the keyboard."""
    steps = {ord(after) - ord(before) for before, after in pairwise(key)}
    return len(steps) < STEPS_MIN or re.search("[A-Z0-9]", key) is None


@register(TAG)
def keys(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that every key is set, long enough, and used for one purpose only."""
    hint = "python -c 'import secrets; print(secrets.token_urlsafe(48))' makes one."
    short = [name for name in KEYS if len(_key(name)) < KEY_MIN]
    errors: list[CheckMessage] = [
        _error(1, f"{name} is missing or shorter than {KEY_MIN} characters.", hint)
        for name in short
    ]
    errors += [
        _error(10, f"{name} can be guessed: it is no random text.", hint)
        for name in KEYS
        if name not in short and _is_guessable(_key(name))
    ]
    if not short and len({_key(name) for name in KEYS}) < len(KEYS):
        errors.append(_error(2, f"{', '.join(KEYS)} must differ from each other.", hint))
    return errors


@register(TAG)
def networks(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the networks to which webhooks may be sent are networks."""
    errors: list[CheckMessage] = []
    for network in settings.WEBHOOK_ALLOWED_NETWORKS:
        try:
            ip_network(network)
        except ValueError:
            said = f"WEBHOOK_ALLOWED_NETWORKS has {network!r}, which is no network."
            errors.append(_error(15, said, "10.20.0.0/16"))
    return errors


@register(TAG)
def environment(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the environment has a known name."""
    known = ("development", "test", "production")
    if settings.ENVIRONMENT in known:
        return []
    return [_error(3, f"ENVIRONMENT is {settings.ENVIRONMENT!r}.", f"One of {known}.")]


@register(TAG)
def sign_in_providers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check the variables of the services that people sign in with."""
    hint = "docs/sign-in.md has each provider's variables."
    return [_error(15, mistake, hint) for mistake in settings.SIGN_IN_MISTAKES]


@register(TAG)
def content_delivery(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that URLs of the CDN can be signed."""
    if not settings.CDN_URL:
        return []
    hint = "CDN_KEY_ID is the public key's id at CloudFront; base64 -w0 private_key.pem."
    try:
        cdn.read_key(settings.CDN_PRIVATE_KEY)
    except ValueError:
        return [_error(17, "CDN_PRIVATE_KEY is no RSA key in PEM and Base64.", hint)]
    if not settings.CDN_KEY_ID or not settings.CDN_URL.startswith("https://"):
        return [_error(17, "CDN_URL is not https, or CDN_KEY_ID is empty.", hint)]
    return []


@register(TAG)
def production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that no setting in production has a value that works only on a laptop."""
    if settings.ENVIRONMENT != "production":
        return []
    errors: list[CheckMessage] = []
    if not settings.PUBLIC_URL.startswith("https://"):
        errors.append(_error(4, "PUBLIC_URL is not https.", "https://review.example.com"))
    if urlsplit(settings.FRONTEND_URL).hostname in LOCAL:
        errors.append(_error(5, "FRONTEND_URL is a local address.", "https://app.example.com"))
    elif not settings.FRONTEND_URL.startswith("https://"):
        errors.append(_error(11, "FRONTEND_URL is not https.", "https://app.example.com"))
    errors += [
        _error(12, f"CORS_ALLOWED_ORIGINS has {origin}, which is not https.", "https://…")
        for origin in settings.CORS_ALLOWED_ORIGINS
        if not origin.startswith("https://")
    ]
    # Django takes ".example.com" for all of a domain's names.
    if any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        errors.append(_error(6, "ALLOWED_HOSTS lets every name in.", "Name the hosts."))
    if not settings.REDIS_URL:
        errors.append(_error(13, "REDIS_URL is empty.", "redis://redis.example.com:6379/0"))
    if not settings.S3_BUCKET:
        errors.append(_error(7, "S3_BUCKET is missing.", "The name of a private bucket."))
    if not settings.DATABASES["default"].get("PASSWORD"):
        errors.append(
            _error(8, "DATABASE_URL has no password.", "postgres://user:secret@host/name")
        )
    if "localhost" in settings.DEFAULT_FROM_EMAIL:
        errors.append(_error(9, "DEFAULT_FROM_EMAIL is a local address.", "review@example.com"))
    return errors


@register(Tags.security, deploy=True)
def private_bucket(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that nobody can list the bucket without a key; it asks the storage."""
    if settings.ENVIRONMENT == "production" and settings.S3_BUCKET and s3.can_anybody_list():
        hint = "Revoke the public's rights to list and to read it."
        return [_error(14, f"Everybody can list the bucket {settings.S3_BUCKET}.", hint)]
    return []


@register(Tags.security, deploy=True)
def reachable_providers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that each service to sign in with answers as the one that is meant; it asks them."""
    hint = "Its ISSUER is what its own configuration calls `issuer`."
    found = sign_in.unreachable(settings.SOCIALACCOUNT_PROVIDERS)
    return [_error(16, sentence, hint) for sentence in found]


def require_safe_settings() -> None:
    """End the process with a list of everything that is wrong, if anything is."""
    errors = [error for error in run_checks(tags=[TAG]) if error.is_serious()]
    if errors:
        raise SystemExit("\n".join(f"{error.id} {error.msg} {error.hint}" for error in errors))
