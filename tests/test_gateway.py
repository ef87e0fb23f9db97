"""deploy/nginx.conf in a real nginx: no log has a token, nor after limits and dead upstreams."""

import gzip
import shutil
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from devstack.engines import CHECKOUT
from devstack.service import HOST, Running, Service, accepts_connections
from tests.engines import free_port
from tests.waiting import eventually

SECRET = "a-token-that-nobody-may-read"

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not installed (apt-get install nginx-light)"
)


@pytest.fixture
def gateway(tmp_path):
    """The gateway on two ports (without TLS), whose upstreams are away, and its logs."""
    plain, port = free_port(), free_port()
    text = (CHECKOUT / "deploy/nginx.conf").read_text()
    for written, here in {
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl;": f"listen {HOST}:{port};",
        "    http2 on;\n": "",
        "    ssl_certificate /etc/nginx/tls/fullchain.pem;\n": "",
        "    ssl_certificate_key /etc/nginx/tls/privkey.pem;\n": "",
        "rate=50r/s": "rate=1r/s",
        "burst=200": "burst=8",
        "server rest:8000": f"server {HOST}:1",
        "server sockets:8000": f"server {HOST}:1",
        "/var/log/nginx": str(tmp_path),
        "/var/cache/nginx/media": f"{tmp_path}/cache",
        "/usr/share/nginx/web": f"{tmp_path}/web",
    }.items():
        assert written in text
        text = text.replace(written, here)
    (tmp_path / "site.conf").write_text(text)
    # As the official image's: what the site doesn't say itself is logged with the query.
    main = tmp_path / "nginx.conf"
    main.write_text(
        # Started by root, its workers would else be somebody who can't reach the cache here.
        "user root; "
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/main.log notice; events {{}}\n"
        f"http {{ log_format main '$request $http_referer';"
        f" access_log {tmp_path}/main-access.log main;"
        + "".join(
            f" {kind}_temp_path {tmp_path}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f" include {tmp_path}/site.conf; }}\n"
    )
    service = Service(
        name="nginx",
        argv=("nginx", "-e", f"{tmp_path}/main.log", "-c", str(main)),
        is_ready=lambda: accepts_connections(port),
    )
    running = Running.start(service, tmp_path / "output.log")
    running.wait_until_ready()
    yield f"http://{HOST}:{plain}", f"http://{HOST}:{port}", tmp_path
    running.ask_to_stop()
    running.wait_stopped()


def test_no_log_of_the_gateway_has_a_token(gateway):
    plain, address, folder = gateway
    paths = ["/ws/notifications", "/api/v1/projects/1/events", "/api/v1/invitations/verify", "/"]

    def ask(url):
        headers = {"Referer": f"https://app.example.com/?token={SECRET}"}
        return httpx.get(f"{url}?token={SECRET}", headers=headers, timeout=30).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, [f"{address}{path}" for path in paths])) == {502}
        assert ask(f"{address}/media/99/{SECRET}/projects/1/poster.webp") == 502
        assert ask(f"{plain}/api/v1/invitations/verify") == 301
        limited = list(pool.map(ask, [f"{address}/api/v1/invitations/verify"] * 20))

    assert 503 in limited
    log = folder / "access.log"
    eventually(lambda: log.read_text().count("\n") == 26)
    assert "REJECTED" in log.read_text()
    texts = {file.name: file.read_text() for file in folder.glob("*.log")}
    assert [name for name, text in texts.items() if SECRET in text] == []
    assert '"GET /ws/notifications" 502' in log.read_text()


def test_what_pages_load_comes_from_the_gateway_itself(gateway):
    _plain, address, folder = gateway
    script = folder / "web" / "_next" / "static" / "a.js"
    script.parent.mkdir(parents=True)
    script.write_text("plain")
    script.with_name("a.js.gz").write_bytes(gzip.compress(b"compressed"))

    answer = httpx.get(f"{address}/_next/static/a.js", headers={"Accept-Encoding": "gzip"})

    assert answer.text == "compressed"
    assert "immutable" in answer.headers["Cache-Control"]
    assert httpx.get(f"{address}/_next/static/b.js").status_code == 404
    assert httpx.get(f"{address}/login").status_code == 502  # pages come from REST
