"""The mail server is reached as the settings say, and never less safely."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import LazySettings

from disputes.mail import server
from tests.support.mail_server import MailServer, running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def of_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our side knows who signed it."""
    ours = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(server, "safely", lambda: ours)


def connects(settings: LazySettings, found: MailServer, **other: Any) -> bool:
    settings.MAIL_SERVER = {**found.setting, **other}
    try:
        with server.connected():
            return True
    except server.ServerAway:
        return False


@pytest.mark.usefixtures("trusted")
def test_by_tls_from_the_beginning_or_from_starttls_on(
    settings: LazySettings, of_server: ssl.SSLContext
) -> None:
    with running(tls=of_server) as found:
        assert connects(settings, found, tls="tls")
    with running(tls_context=of_server, require_starttls=True) as found:
        assert connects(settings, found, tls="starttls")


def test_whose_certificate_nobody_has_signed_gets_no_mail(
    settings: LazySettings, of_server: ssl.SSLContext
) -> None:
    with running(tls=of_server) as found:
        assert not connects(settings, found, tls="tls")
    with running(tls_context=of_server) as found:
        assert not connects(settings, found, tls="starttls")


def test_a_server_without_tls_gets_no_mail_where_tls_is_asked_for(settings: LazySettings) -> None:
    with running() as found:
        assert connects(settings, found)
        assert not connects(settings, found, tls="starttls")
        assert not connects(settings, found, tls="tls")


def test_by_a_password_and_not_by_a_wrong_one(settings: LazySettings) -> None:
    def known(
        smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"redress", b"a@b c"))

    options: dict[str, Any] = {
        "authenticator": known,
        "auth_require_tls": False,
        "auth_required": True,
    }
    with running(**options) as found:
        assert connects(settings, found, user="redress", password="a@b c")
        assert not connects(settings, found, user="redress", password="wrong")
