"""New keys take the place of old ones, and nobody notices."""

import os
import secrets
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from devstack.environment import read_env_file
from tests.conftest import PASSWORD
from tests.users.conftest import Visitor
from users.claims import _signed_claim
from videoplanet.checks import KEYS
from videoplanet.storage import media_urls
from webhooks.models import Webhook
from webhooks.secret import seal, unseal


@pytest.fixture
def rotated(settings):
    """Return a function that gives every purpose a new key, with the old ones as fallbacks."""

    def rotate(*, fallbacks=True):
        for name in KEYS:
            old = [getattr(settings, name)] if fallbacks else []
            setattr(settings, name, secrets.token_urlsafe(48))
            setattr(settings, f"{name}_FALLBACKS", old)
        settings.HEADLESS_JWT_PRIVATE_KEY = settings.JWT_SIGNING_KEY
        # Other processes would begin with the new keys.
        for cached in (_signed_claim, media_urls._signature):
            cached.cache_clear()

    return rotate


def test_nobody_is_logged_out_by_new_keys(things, rotated):
    cast = things.cast
    visitor = Visitor()
    assert visitor.log_in("viewer@example.com", PASSWORD).status_code == 200
    picture = f"avatars/{cast.owner.user.id}/{cast.project.id}.webp"
    *_rest, expires, signature, _kind, _id, _name = media_urls.url(picture).split("/")
    rotated()
    assert visitor.status_of() == 200
    assert visitor.get("auth/session").status_code == 200
    assert cast.guest.get("users/me").status_code == 200
    assert media_urls.is_signed(picture, expires=int(expires), signature=signature)
    assert visitor.refresh().status_code == 200
    assert visitor.status_of() == 200


def test_without_fallbacks_old_tokens_are_worth_nothing(things, rotated):
    cast = things.cast
    visitor = Visitor()
    visitor.log_in("viewer@example.com", PASSWORD)
    rotated(fallbacks=False)
    assert visitor.status_of() == 401
    assert cast.guest.get("users/me").status_code == 401
    assert visitor.refresh().status_code == 400


def test_webhooks_keep_their_secrets(things, rotated, settings):
    before = unseal(Webhook.objects.get().secret)
    rotated()
    assert unseal(Webhook.objects.get().secret) == before
    said = StringIO()
    call_command("rotate_keys", "--finish", stdout=said)
    assert "1 webhooks" in said.getvalue()
    settings.WEBHOOK_KEY_FALLBACKS = []
    assert unseal(Webhook.objects.get().secret) == before


def test_a_webhook_that_no_key_reads_is_named(things, rotated):
    rotated(fallbacks=False)
    Webhook.objects.update(old_secret="")
    with pytest.raises(CommandError, match="1 webhooks"):
        call_command("rotate_keys", "--finish", stdout=StringIO())
    assert seal("new")


def test_the_lines_are_for_an_environment_file(db, tmp_path):
    said = StringIO()
    call_command("rotate_keys", stdout=said, stderr=StringIO())
    file = tmp_path / "new.env"
    file.write_text(said.getvalue())
    lines = read_env_file(file)
    for name in KEYS:
        assert lines[f"{name}_FALLBACKS"] == os.environ[name]
        assert len(lines[name]) >= 32
        assert lines[name] != os.environ[name]
