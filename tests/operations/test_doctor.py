"""The doctor says what is wrong with a deployment, and how to mend it."""

import datetime
import json
import socket
import ssl
import threading
from contextlib import suppress
from io import StringIO
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from operations import doctor
from operations.findings import Level
from videoplanet import heartbeats
from videoplanet.health import DOCTOR_HEADER, doctor_key
from videoplanet.tasks.models import Work


def findings(name):
    return list(doctor.LOOKS[name]())


@pytest.fixture
def listener(tmp_path):
    """The port of a server whose certificate nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    both = tmp_path / "both.pem"
    both.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with suppress(OSError), context.wrap_socket(server.accept()[0], server_side=True):
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_it_asks_itself_through_the_gateway(live_server, settings):
    settings.PUBLIC_URL, settings.TRUSTED_PROXY_COUNT = live_server.url, 0
    assert {one.level for one in findings("gateway")} == {Level.OK}
    settings.TRUSTED_PROXY_COUNT = 2
    [proxies] = [one for one in findings("gateway") if one.about == "proxies"]
    assert proxies.level is Level.WRONG
    assert "TRUSTED_PROXY_COUNT=0" in proxies.mend
    settings.PUBLIC_URL = f"{live_server.url}/nowhere"
    [gateway] = findings("gateway")
    assert (gateway.level, "answers 404" in gateway.said) == (Level.WRONG, True)


def test_it_looks_at_the_storage_as_a_browser_does(db, settings):
    call_command("ensure_bucket", stdout=StringIO())
    assert {one.level for one in findings("CORS")} == {Level.OK}
    settings.CORS_ALLOWED_ORIGINS = ["https://stranger.example.com"]
    [refused] = [one for one in findings("CORS") if one.level is Level.WRONG]
    assert "https://stranger.example.com" in refused.said
    assert "ensure_bucket" in refused.mend


def test_only_the_doctor_is_told_how_a_request_arrived(db):
    Client().get("/healthz", headers={DOCTOR_HEADER: "made-up"})
    with heartbeats.redis() as client:
        assert not client.exists(doctor_key("made-up"))


def test_a_certificate_of_nobody_is_named(listener, settings):
    settings.PUBLIC_URL = f"https://localhost:{listener}"
    settings.FRONTEND_URL = "http://review.example.com"
    settings.S3_PUBLIC_ENDPOINT_URL, settings.ENVIRONMENT = "", "production"
    found = findings("TLS")
    assert [one.level for one in found] == [Level.WRONG, Level.WRONG]
    assert "self-signed certificate" in found[0].said
    assert found[1].said == "http://review.example.com is not https"


def test_late_work_and_missing_workers_are_named(db, settings):
    settings.PUBLIC_URL = settings.FRONTEND_URL = "http://127.0.0.1:9"
    late = timezone.now() - datetime.timedelta(hours=1)
    Work.objects.create(kind="delete_objects", subject_id=uuid4(), due_at=late)
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=said)
    assert ended.value.code == 1
    document = json.loads(said.getvalue())
    assert document["healthy"] is False
    by_name = {one["about"]: one for one in document["findings"] if one["level"] == "wrong"}
    assert by_name["workers of media"]["mend"].endswith("-Q media")
    assert "more than ten minutes late" in by_name["work"]["said"]
    assert "gateway" in by_name
    fine = {one["about"] for one in document["findings"] if one["level"] == "ok"}
    assert {"database", "migrations", "redis", "storage", "mail", "PostgreSQL"} <= fine


def test_it_speaks_to_people_too(db, settings):
    settings.PUBLIC_URL = settings.FRONTEND_URL = "http://127.0.0.1:9"
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    assert "Start beat: celery -A videoplanet beat" in said.getvalue()
    assert "to mend." in said.getvalue()
