"""Naver, which speaks plain OAuth: its addresses in allauth are those of a server of the test."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from tests.users.sign_in import PAGE, begin, know, pending, secrets
from users.provider import NaverAdapter

pytestmark = pytest.mark.django_db


class Naver(BaseHTTPRequestHandler):
    """Takes one code, and says one person."""

    person = {"id": "n-1", "email": "minji@naver.com", "name": "김민지"}  # noqa: RUF012

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert sent["code"] == ["the-code"]
        assert sent["client_secret"] == ["naver-client_secret"]
        assert len(sent["code_verifier"][0]) >= 43
        self.answer({"access_token": "t", "token_type": "bearer", "expires_in": "3600"})

    def do_GET(self):
        assert self.headers["Authorization"] == "Bearer t"
        self.answer({"resultcode": "00", "message": "success", "response": self.person})

    def answer(self, document):
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def naver(settings, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Naver)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(NaverAdapter, "access_token_url", f"{address}/token")
    monkeypatch.setattr(NaverAdapter, "profile_url", f"{address}/me")
    know(settings, {"SIGN_IN_PROVIDERS": "naver"} | secrets("naver"))
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_somebody_comes_in_with_naver_after_our_code(visitor, mailbox, naver):
    box = mailbox("minji@naver.com")
    begun = begin(visitor, provider="naver")
    url = urlsplit(begun.json()["data"]["url"])
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.hostname, asked["redirect_uri"]) == ("nid.naver.com", PAGE)

    given = {"provider": "naver", "code": "the-code", "state": asked["state"]}
    answer = visitor.post("auth/provider/callback", given)

    # allauth would take the address for verified; anybody may enter one at Naver.
    assert pending(answer) == ["verify_email"]
    assert visitor.post("auth/email/verify", {"key": box.code()}).status_code == 200
    assert visitor.get("users/me").json()["name"] == "김민지"
    [account] = SocialAccount.objects.all()
    assert (account.provider, account.uid) == ("naver", "n-1")
