"""Over https the certificate is checked for the host that the URL names, not for the address."""

import datetime
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from webhooks import sending
from webhooks.addresses import Target

BODY = b"{}"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of tool.example, which this machine trusts, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tool.example")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("tool.example"), x509.IPAddress(ipaddress.ip_address("10.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    sending._tls.cache_clear()
    yield path
    sending._tls.cache_clear()


@pytest.fixture
def tls_receiver(certificate):
    """The port of a receiver, and the names that its clients asked for and what they sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    heard = []
    context.sni_callback = lambda _socket, name, _context: heard.append(name)
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            try:
                with (
                    context.wrap_socket(line, server_side=True) as secure,
                    secure.makefile("rb") as request,
                ):
                    # To the body's end: what is left unread would reset the connection, and the
                    # answer could be lost.
                    heard.append(b"".join(iter(request.readline, b"\r\n")).decode())
                    request.read(len(BODY))
                    secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except OSError:
                line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


@pytest.fixture
def _names(monkeypatch):
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **kwargs: real(
            "127.0.0.1" if host.endswith(".example") else host, *args, **kwargs
        ),
    )


@pytest.mark.usefixtures("_names")
def test_the_name_stays_in_tls_and_in_host(tls_receiver):
    port, heard = tls_receiver
    answer = sending.post(Target(True, "tool.example", port, "/hook?a=b"), BODY, {})

    assert (answer.failure, answer.code) == ("", 204)
    name, request = heard
    assert name == "tool.example"
    assert request.startswith("POST /hook?a=b HTTP/1.1\r\n")
    assert f"\r\nHost: tool.example:{port}\r\n" in request


@pytest.mark.usefixtures("_names")
def test_a_certificate_of_another_name_is_refused(tls_receiver):
    port, heard = tls_receiver
    answer = sending.post(Target(True, "other.example", port, "/"), BODY, {})

    assert answer.failure == "bad_certificate"
    assert not any("POST" in str(each) for each in heard)
