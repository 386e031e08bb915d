"""The nginx of docs/deploy, in front of a real gunicorn."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from django.conf import LazySettings

from config.local.children import start
from disputes.models import Attachment
from tests.bench.ground import cookie_of
from tests.fire.ground import wait_until
from tests.fire.site import ROOT, Site, Web
from tests.fire.size import FULL_SIZE
from tests.support.evidence_stores import use_folder
from tests.support.world import World

DEPLOY = ROOT / "docs/deploy"
IDLE = 200
PATIENCE = 10.0  # seconds for a page, on a machine that does other things, too

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None,
    reason="nginx or openssl is not installed",
)
drill = pytest.mark.skipif(not FULL_SIZE, reason="part of make drill")


class Nginx:
    """The configuration of the manual with other ports, folders and names, and nothing else."""

    def __init__(self, folder: Path, gunicorn: str, evidence: Path) -> None:
        self.folder = folder
        self.plain, self.tls = free_port(), free_port()
        for each in ("tls", "srv/static", "temp"):
            (folder / each).mkdir(parents=True)
        (folder / "srv/evidence").symlink_to(evidence)
        (folder / "srv/static/app.0123456789ab.css").write_text("a {}")
        self._make_certificate()
        served = self._placed((DEPLOY / "nginx.conf").read_text(), gunicorn)
        (folder / "redress.conf").write_text(served)
        shutil.copy(DEPLOY / "redress_proxy.conf", folder)
        (folder / "nginx.conf").write_text(self._main())

    def _placed(self, text: str, gunicorn: str) -> str:
        text = re.sub(r" *listen \[::\].*\n", "", text)
        for ours, here in {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ": f"listen 127.0.0.1:{self.tls} ",
            "127.0.0.1:8000": gunicorn,
            "redress.example": "localhost",
            "/etc/ssl/redress": str(self.folder / "tls"),
            "/etc/nginx": str(self.folder),
            "/srv/redress": str(self.folder / "srv"),
            "/opt/redress": str(ROOT),
        }.items():
            assert ours in text
            text = text.replace(ours, here)
        return text

    def _main(self) -> str:
        """As Debian's own, as far as it matters here."""
        kinds = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
        temp = "".join(f"{kind}_temp_path {self.folder}/temp/{kind};\n" for kind in kinds)
        return (
            ("user root;\n" if os.geteuid() == 0 else "")
            + f"daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            + "worker_processes 1; events { worker_connections 2048; }\n"
            + "http {\naccess_log off; include /etc/nginx/mime.types;\n"
            + f"{temp}include {self.folder}/redress.conf;\n}}\n"
        )

    def _make_certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", self.folder / "tls/privkey.pem",
             "-out", self.folder / "tls/fullchain.pem"],
            check=True,
            capture_output=True,
        )  # fmt: skip

    @property
    def command(self) -> list[str]:
        program = shutil.which("nginx")
        assert program
        return [
            program,
            "-e",
            str(self.folder / "error.log"),
            "-c",
            str(self.folder / "nginx.conf"),
        ]

    def start(self, running: ExitStack) -> None:
        child = start(
            "nginx",
            self.command,
            self.folder / "said.log",
            environment={"PATH": os.environ["PATH"]},
            folder=self.folder,
        )
        running.callback(child.stop)
        wait_until(lambda: is_open(self.tls))

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "tls/fullchain.pem"))

    def get(self, path: str, cookie: str = "", method: str = "GET") -> tuple[HTTPResponse, bytes]:
        connection = HTTPSConnection(
            "localhost", self.tls, timeout=PATIENCE, context=self.context()
        )
        try:
            connection.request(method, path, headers={"Cookie": cookie} if cookie else {})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def web(site: Site, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Web:
    """Behind nginx, which sends its files."""
    monkeypatch.setenv("ACCEL_REDIRECT", "/evidence-files/")
    use_folder(monkeypatch, settings, site.folder / "evidence")
    return site.web()


@pytest.fixture
def nginx(site: Site, web: Web) -> Nginx:
    made = Nginx(
        site.folder / "nginx", web.address.removeprefix("http://"), site.folder / "evidence"
    )
    made.start(site.running)
    return made


def test_nginx_accepts_it(tmp_path: Path) -> None:
    nginx = Nginx(tmp_path / "nginx", "127.0.0.1:8000", tmp_path)
    answer = subprocess.run([*nginx.command, "-t"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "warn" not in answer.stderr


@drill
def test_pages_files_and_statics(nginx: Nginx, web: Web) -> None:
    world = World()
    dispute = world.open_dispute()
    file = Attachment.objects.get(evidence__dispute=dispute)
    cookie = cookie_of(world.buyer)

    page, _text = nginx.get(f"/buyer/cases/{dispute.reference}/", cookie)
    assert page.status == 200
    for address in (f"/files/{file.public_id}/", f"/files/{file.public_id}/small/"):
        answer, content = nginx.get(address, cookie)
        stored = file.thumbnail if "small" in address else file.shared
        with stored.open() as opened:
            assert content == opened.read()
        assert answer.getheader("Content-Type") == "image/jpeg"
        assert answer.getheader("X-Accel-Redirect") is None
        assert answer.getheader("Content-Security-Policy") == "default-src 'none'; sandbox"
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert nginx.get(address)[0].status == 302  # who are you?
        assert nginx.get(address, cookie_of(world.other_buyer))[0].status == 404
    # It was nginx that sent it, and nobody can ask for it past Redress.
    host = web.address.removeprefix("http://")
    direct = HTTPConnection(host, timeout=PATIENCE)
    direct.request("GET", f"/files/{file.public_id}/", headers={"Cookie": cookie})
    told = direct.getresponse()
    where = told.getheader("X-Accel-Redirect")
    assert where == f"/evidence-files/{file.shared.name}"
    assert told.read() == b""
    assert nginx.get(where, cookie)[0].status == 404

    css, content = nginx.get("/static/app.0123456789ab.css")
    assert (css.status, content, css.getheader("Content-Type")) == (200, b"a {}", "text/css")


@drill
def test_who_asks_without_tls_or_too_often(nginx: Nginx) -> None:
    plain = HTTPConnection("127.0.0.1", nginx.plain, timeout=PATIENCE)
    plain.request("GET", "/buyer/?a=b", headers={"Host": "localhost"})
    answer = plain.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://localhost/buyer/?a=b")

    statuses = [nginx.get("/sign-in/")[0].status for _ in range(40)]
    assert statuses[:20] == [200] * 20
    assert statuses.count(429) >= 10
    assert nginx.get("/healthz")[0].status == 200
    assert nginx.get("/metrics")[0].status == 404  # allowed from here, but no token is set


@drill
def test_a_stranger_is_not_spoken_to(nginx: Nginx) -> None:
    context = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", nginx.tls)) as connection,
        pytest.raises(ssl.SSLError, match="unrecognized"),
    ):
        context.wrap_socket(connection, server_hostname="another.example")


@drill
def test_the_maintenance_page(nginx: Nginx, web: Web) -> None:
    sign = nginx.folder / "srv/maintenance"
    for method in ("GET", "POST"):
        sign.touch()
        answer, text = nginx.get("/buyer/", method=method)
        assert (answer.status, answer.getheader("Retry-After")) == (503, "120")
        assert text == (ROOT / "static/maintenance.html").read_bytes()
        sign.unlink()
    assert nginx.get("/healthz")[0].status == 200
    web.child.stop()
    answer, text = nginx.get("/healthz")
    assert (answer.status, answer.getheader("Retry-After")) == (502, "120")
    assert text == (ROOT / "static/maintenance.html").read_bytes()


HALF_A_HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
HALF_A_BODY = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nusername="


@contextmanager
def idlers(port: int, said: bytes, context: ssl.SSLContext | None = None) -> Iterator[None]:
    """So many connections on which somebody has begun to say something, and goes on no more."""
    with ExitStack() as open_ones:
        for _ in range(IDLE):
            plain = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            if context:
                plain = open_ones.enter_context(
                    context.wrap_socket(plain, server_hostname="localhost")
                )
            plain.sendall(said)
        yield


@drill
@pytest.mark.parametrize("said", [b"", HALF_A_HEADER, HALF_A_BODY])
def test_idle_connections_stop_no_answers(nginx: Nginx, said: bytes) -> None:
    nginx.get("/healthz")
    with idlers(nginx.tls, said, nginx.context()):
        assert nginx.get("/healthz")[0].status == 200


@drill
def test_without_nginx_they_would(web: Web) -> None:
    """The drill above can fail: this is why there must be a proxy in front."""
    port = int(web.address.rpartition(":")[2])
    with idlers(port, HALF_A_BODY):
        asked = HTTPConnection("127.0.0.1", port, timeout=3)
        asked.request("GET", "/healthz")
        with pytest.raises(TimeoutError):
            asked.getresponse()
    web.child.process.send_signal(signal.SIGKILL)
