"""deploy/nginx.conf in a real nginx: errors, limits, logs, compression, and who is asked."""

import gzip
import json
import os
import socket
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from devstack import gateway
from devstack.engines import CHECKOUT
from devstack.packages import NoProgramError
from devstack.service import HOST, Running
from tests.conftest import make_member
from tests.engines import free_port
from tests.realtime.fleet import Fleet
from tests.waiting import eventually
from videoplanet.storage import s3

SECRET = "a-token-that-nobody-may-read"
ORIGIN = "https://app.example.com"
AWAY = gateway.upstreams([1], [1], f"{HOST}:1")


class Gateway:
    """A running nginx: the addresses of its two servers, without TLS, and its folder."""

    def __init__(self, folder, upstreams, **more):
        plain, port = free_port(), free_port()
        self.plain, self.url, self.folder = (
            f"http://{HOST}:{plain}",
            f"http://{HOST}:{port}",
            folder,
        )
        more = {"/usr/share/nginx/web": f"{folder}/web"} | more
        main = gateway.write(folder, plain=plain, port=port, upstreams=upstreams, **more)
        self.running = Running.start(gateway.service(main, port), folder / "output.log")
        self.running.wait_until_ready()

    def get(self, path, token=None, **options):
        """Ask, as somebody with a token."""
        return self.request("GET", path, token, **options)

    def request(self, method, path, token=None, *, headers=None, **options):
        """Send a request, as somebody with a token."""
        signed = {"Authorization": f"Bearer {token}"} if token else {}
        headers = (headers or {}) | signed
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=30, **options)

    def count(self, status, number, method, path, token=None):
        """Send a number of requests at once; count the answers with a status."""
        with ThreadPoolExecutor(16) as pool:
            asked = [pool.submit(self.request, method, path, token) for _ in range(number)]
            return sum(future.result().status_code == status for future in asked)


@pytest.fixture
def start(tmp_path):
    """`start(upstreams, written=here)` starts a gateway with changes to its configuration."""
    try:
        gateway.nginx()
    except NoProgramError as error:
        pytest.skip(str(error))
    with ExitStack() as stack:

        def begin(upstreams=AWAY, changes=()):
            running = Gateway(tmp_path, upstreams, **dict(changes))
            stack.callback(running.running.wait_stopped)
            stack.callback(running.running.ask_to_stop)
            return running

        yield begin


@pytest.fixture
def processes(transactional_db, tmp_path):
    """Processes of the product."""
    fleet = Fleet(tmp_path)
    yield fleet
    fleet.stop()


def test_no_log_of_the_gateway_has_a_token(start):
    here = start(
        changes={"zone=reads:10m rate=50r/s": "zone=reads:10m rate=1r/s", "burst=200": "burst=8"}
    )
    paths = ["/ws/notifications", "/api/v1/projects/1/events", "/api/v1/invitations/verify", "/"]
    headers = {"Referer": f"{ORIGIN}/?token={SECRET}", "Authorization": f"Bearer {SECRET}.{SECRET}"}

    def ask(url):
        return httpx.get(f"{url}?token={SECRET}", headers=headers, timeout=30).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, [f"{here.url}{path}" for path in paths])) == {502}
        assert ask(f"{here.url}/media/99/{SECRET}/projects/1/poster.webp") == 502
        assert ask(f"{here.plain}/api/v1/invitations/verify") == 301
        limited = list(pool.map(ask, [f"{here.url}/api/v1/invitations/verify"] * 20))

    assert 429 in limited
    log = here.folder / "access.log"
    eventually(lambda: log.read_text().count("\n") == 26)
    assert "REJECTED" in log.read_text()
    texts = {file.name: file.read_text() for file in here.folder.glob("*.log")}
    assert [name for name, text in texts.items() if SECRET in text] == []
    assert '"GET /ws/notifications" 502' in log.read_text()


@pytest.mark.parametrize(
    ("language", "detail"), [("en", "can't be reached"), ("ko-KR,ko;q=0.9", "연결할 수 없어요")]
)
def test_an_error_of_the_gateway_is_a_problem_document(start, language, detail):
    headers = {"Origin": ORIGIN, "Accept-Language": language, "X-Request-Id": "abcd-1234-efgh"}

    answer = start().get("/api/v1/projects", headers=headers)

    assert answer.status_code == 502
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert detail in problem.pop("detail")
    assert problem == {
        "type": "about:blank",
        "title": "Bad Gateway",
        "status": 502,
        "code": "unavailable",
        "errors": [],
        "instance": "urn:request:abcd-1234-efgh",
    }
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["X-Request-Id"] == "abcd-1234-efgh"
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]


def test_nonsense_is_answered_in_the_same_form(start):
    port = int(start().url.rpartition(":")[2])
    with socket.create_connection((HOST, port)) as connection:
        connection.sendall(b"NONSENSE\r\n\r\n")
        head, _blank, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["code"] == "bad_request"


def test_what_is_too_large_is_refused_with_the_limit(start):
    answer = start().request("POST", "/api/v1/projects", content=b"x" * (17 * 1024**2))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "16 MiB" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/metrics", "/livez", "/readyz"])
def test_what_is_for_operators_is_not_public(start, path):
    answer = start().get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_people_behind_one_address_share_no_limit(start):
    here = start(
        changes={
            "zone=reads:10m rate=50r/s": "zone=reads:10m rate=1r/m",
            "zone=writes:10m rate=20r/s": "zone=writes:10m rate=1r/m",
            "burst=200": "burst=9",
            "burst=100 ": "burst=9 ",
        }
    )
    first, second = ("Bearer.Bearer." + letter * 43 for letter in "ab")

    assert here.count(429, 30, "GET", "/api/v1/projects", first) == 20
    assert here.count(429, 10, "GET", "/api/v1/projects", second) == 0
    # Neither writes nor pictures count as reads.
    assert here.count(429, 30, "POST", "/api/v1/projects", first) == 20
    assert here.count(502, 30, "GET", "/media/99/x/a.webp", first) == 30
    answer = here.get("/api/v1/projects", first, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_invented_tokens_do_not_help_against_the_limit(start):
    here = start(
        changes={
            "zone=addresses:10m rate=500r/s": "zone=addresses:10m rate=1r/m",
            "burst=2000": "burst=9",
        }
    )
    tokens = [f"a.b.{number:043}" for number in range(30)]
    answers = [here.get("/api/v1/projects", token).status_code for token in tokens]
    assert answers.count(429) == 20


def test_what_pages_load_comes_from_the_gateway_itself(start):
    here = start()
    script = here.folder / "web" / "_next" / "static" / "a.js"
    script.parent.mkdir(parents=True)
    script.write_text("plain")
    script.with_name("a.js.gz").write_bytes(gzip.compress(b"compressed"))

    answer = here.get("/_next/static/a.js", headers={"Accept-Encoding": "gzip"})

    assert answer.text == "compressed"
    assert answer.headers["Content-Type"] == "application/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    assert here.get("/_next/static/b.js").status_code == 404
    assert here.get("/login").status_code == 502  # pages come from REST


def test_json_is_compressed_and_a_stopped_process_passed_over(start, processes):
    first, second = processes.rest(), processes.rest()
    processes.wait()
    here = start(gateway.upstreams([first.port, second.port], [1], f"{HOST}:1"))

    answer = here.get("/api/schema", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert here.get("/healthz").json() == {"status": "ok"}
    # Inside the network everybody may see the status, past the gateway only staff.
    assert here.get("/statusz").status_code == 404
    first.kill()
    assert here.count(200, 40, "GET", "/healthz") == 40


def test_an_edit_goes_through_with_the_tag_of_a_compressed_answer(start, processes):
    rest = processes.rest().wait()
    here = start(gateway.upstreams([rest.port], [1], f"{HOST}:1"))
    token = make_member("jun").token
    made = here.request("POST", "/api/v1/projects", token, json={"name": "n" * 200})
    path = f"/api/v1/projects/{made.json()['id']}"
    read = here.get(path, token, headers={"Accept-Encoding": "gzip"})

    headers = {"If-Match": read.headers["ETag"]}
    changed = here.request("PATCH", path, token, headers=headers, json={"name": "New"})

    assert changed.status_code == 200
    assert (
        here.request("PATCH", path, token, headers=headers, json={"name": "Newer"}).status_code
        == 412
    )


def test_browsers_reach_the_storage_with_a_signature_only(start):
    bucket = os.environ["S3_BUCKET"]
    storage = os.environ["S3_ENDPOINT_URL"].removeprefix("http://")
    here = start(
        gateway.upstreams([1], [1], storage),
        changes={"location /videoplanet/": f"location /{bucket}/"},
    )
    s3.put("gateway/page.html", b"<script>alert(1)</script>", content_type="text/html")
    signed = s3._client(here.url).generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "gateway/page.html"}
    )

    answer = httpx.get(signed)

    assert (answer.status_code, answer.content) == (200, b"<script>alert(1)</script>")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert httpx.get(signed.partition("?")[0]).status_code == 403
    assert httpx.get(signed.replace("page.html", "other.html")).status_code == 403


def answer_names(server, addresses):
    """Answer every question of nginx's resolver with the address of the moment, until closed."""
    while True:
        try:
            question, client = server.recvfrom(512)
        except OSError:
            return
        head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0)
        end = question.index(b"\0", 12) + 5
        record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(addresses[0])
        server.sendto(head + question[12:end] + record, client)


class Container(BaseHTTPRequestHandler):
    """Stands for a process, of which only the address matters."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
def test_a_container_with_a_new_address_is_found(start):
    addresses = [HOST]
    text = (CHECKOUT / "deploy/upstreams.conf").read_text()
    with ExitStack() as stack:
        names = stack.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
        names.bind((HOST, 0))
        Thread(target=answer_names, args=(names, addresses), daemon=True).start()
        port = free_port()
        old = serve_at(HOST, port)
        for written, there in {
            "127.0.0.11 valid=5s": f"{HOST}:{names.getsockname()[1]} valid=1s",
            "rest:8000": f"rest:{port}",
        }.items():
            assert written in text
            text = text.replace(written, there)
        here = start(text)
        assert here.get("/healthz").status_code == 200
        old.shutdown()
        old.server_close()
        assert here.get("/healthz").status_code == 502
        new = serve_at("127.0.0.2", port)
        stack.callback(new.server_close)
        stack.callback(new.shutdown)
        addresses[0] = "127.0.0.2"
        eventually(lambda: here.get("/healthz").status_code == 200)


def serve_at(address, port):
    """Start a container at an address."""
    server = ThreadingHTTPServer((address, port), Container)
    Thread(target=server.serve_forever, daemon=True).start()
    return server
