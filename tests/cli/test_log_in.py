"""vp login, logout, whoami: where a token goes, and where it doesn't."""

import os
import pty
import select
import stat

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_token_is_kept_for_its_owner_and_forgotten(vp):
    secret, vp.token = vp.token, ""
    home = vp.folder / ".config" / "videoplanet"

    logged_in = vp.run("login", vp.url, given=f"{secret}\n")
    assert logged_in.stdout == f"You are Editor at {vp.url}.\n"
    assert secret not in logged_in.stdout + logged_in.stderr
    assert stat.S_IMODE((home / "credentials.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700

    vp.url = ""  # what was kept names the server
    assert vp.ok("whoami").startswith("You are Editor <editor@example.com>")
    vp.url = "https://other.example.com"
    elsewhere = vp.run("whoami")
    assert (elsewhere.returncode, secret in (home / "credentials.json").read_text()) == (3, True)

    vp.url = ""
    vp.ok("logout")
    assert secret not in (home / "credentials.json").read_text()


def test_a_typed_token_is_not_shown_and_a_wrong_one_not_kept(vp):
    secret = vp.token[:-1] + ("0" if vp.token[-1] != "0" else "1")
    terminal, its = pty.openpty()
    with vp.start("login", vp.url, stdin=its, stdout=its, stderr=its, start_new_session=True) as p:
        os.close(its)
        shown = b""
        # What is typed before the question is thrown away.
        while b"not shown" not in shown and (piece := read(terminal)):
            shown += piece
        os.write(terminal, secret.encode() + b"\n")
        while piece := read(terminal):
            shown += piece
    os.close(terminal)

    assert p.returncode == 3, shown
    assert b"/account/tokens" in shown
    assert secret.encode() not in shown
    assert not (vp.folder / ".config" / "videoplanet" / "credentials.json").exists()


def test_a_token_as_an_argument_is_refused(vp):
    refused = vp.run("login", vp.token)

    assert refused.returncode == 2
    assert "history" in refused.stderr
    assert vp.token not in refused.stderr


def read(terminal):
    """Return what a terminal shows next; nothing when its program has ended."""
    assert select.select([terminal], [], [], 30)[0], "silent for 30 s"
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
