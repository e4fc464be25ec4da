"""https: a certificate for the name that was asked, by the authorities that were chosen, not by the environment."""

import shutil
import socket
import ssl
import subprocess
import threading

import anyio
import pytest

from twotrack.errors import Refused
from twotrack.fetching.client import BAD_CERTIFICATE, Client
from twotrack.fetching.targets import target

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>"


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with a certificate of its own for outlet.example; its port and the certificate."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=outlet.example",
         "-addext", "subjectAltName=DNS:outlet.example", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stopped = threading.Event()

    def serve():
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
                connection.settimeout(5)
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(65536)
                    secured.sendall(PAGE)
            except OSError:
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1], certificate
    stopped.set()
    thread.join()
    listener.close()


def ask(guard, url, authorities=""):
    return anyio.run(Client(guard, "twotrack", 10.0, authorities), target(url), 1_000_000)


def test_the_bytes_inside_are_what_is_kept(secure, guard):
    port, certificate = secure
    found = ask(guard, f"https://outlet.example:{port}/a", str(certificate))
    assert (found.response, found.peer) == (PAGE, "127.0.0.1")
    assert found.request.startswith(b"GET /a HTTP/1.1\r\nHost: outlet.example")


def test_a_certificate_of_somebody_else_is_refused(secure, guard, monkeypatch):
    port, certificate = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for url, authorities in (
        (f"https://other.example:{port}/", str(certificate)),
        (f"https://outlet.example:{port}/", ""),
    ):
        with pytest.raises(Refused, match=BAD_CERTIFICATE):
            ask(guard, url, authorities)


def test_keys_are_not_written_where_the_environment_says(secure, guard, monkeypatch, tmp_path):
    port, certificate = secure
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    ask(guard, f"https://outlet.example:{port}/", str(certificate))
    assert not (tmp_path / "keys").exists()
