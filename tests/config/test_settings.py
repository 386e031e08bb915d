"""Redress says in one go what is wrong with its environment, and never runs unsafely."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from environs import Env

from config.env import HOW_TO_MEND, Environment, misspelt, read_environment
from tests.support import production as sites
from tests.support.production import SECRET, run

Accepted = Callable[[dict[str, str]], Environment]
Complaints = Callable[[dict[str, str]], list[str]]


MAIL = {
    "MAIL_SERVER": "smtp+starttls://redress:a%40b@mail.example",
    "MAIL_FROM": "Redress <no-reply@redress.example>",
    "SITE_ADDRESS": "https://redress.example",
}


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return sites.production(tmp_path)


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(environment, "manage.py", *arguments)


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> Accepted:
    """Reads an environment in this process."""

    def read(environment: dict[str, str]) -> Environment:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return read_environment()

    return read


@pytest.fixture
def complaints(accepted: Accepted) -> Complaints:
    """The lines by which an environment is refused, without the first."""

    def read(environment: dict[str, str]) -> list[str]:
        with pytest.raises(SystemExit) as refused:
            accepted(environment)
        first, *lines = str(refused.value).splitlines()
        assert first == "Redress cannot start. Please mend these environment variables:"
        return lines

    return read


@pytest.mark.slow
def test_the_deployment_check_is_clean(production: dict[str, str]) -> None:
    production |= MAIL
    manage(production, "collectstatic", "--no-input", "--verbosity=0")
    answer = manage(production, "check", "--deploy", "--fail-level", "WARNING")
    assert answer.stdout == "System check identified no issues (2 silenced).\n", answer.stderr
    assert answer.returncode == 0


@pytest.mark.slow
def test_production_has_no_debug_no_demo_and_no_clock_to_move(production: dict[str, str]) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.DEMO, s.TESTING, s.MOVABLE_CLOCK, s.SESSION_COOKIE_SECURE)"
    )
    answer = manage(production, "shell", "--no-imports", "--command", code)
    assert answer.stdout == "False False False False True\n", answer.stderr


@pytest.mark.slow
def test_a_refusal_is_a_sentence_and_no_traceback() -> None:
    answer = manage({"PATH": os.environ["PATH"]}, "check")
    assert answer.returncode == 1
    first, *lines = answer.stderr.splitlines()
    assert first == "Redress cannot start. Please mend these environment variables:"
    assert len(lines) == 9


def test_all_that_is_missing_is_told_at_once(complaints: Complaints) -> None:
    lines = complaints({})
    assert [line.split(":")[0].strip() for line in lines] == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
        "EVIDENCE_ROOT",
        "STATIC_ROOT",
        "ESCROW_GATEWAY",
        "MARKETPLACE_GATEWAY",
        "MAIL_SERVER",
    ]
    assert lines[0] == (
        "  SECRET_KEY: Environment variable not set. "
        "Set it to at least 50 random characters, kept to yourself."
    )


def test_what_is_missing_may_be_there_under_another_name(
    production: dict[str, str], complaints: Complaints
) -> None:
    production["ALLOWED_HOST"] = production.pop("ALLOWED_HOSTS")
    [line] = complaints(production)
    assert line == (
        "  ALLOWED_HOSTS: Environment variable not set. Set it to the host names to serve, with "
        "commas between them. There is a ALLOWED_HOST: is it misspelt?"
    )


def test_every_variable_is_read_by_its_own_name(
    production: dict[str, str], accepted: Accepted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read is what is known, as a name that somebody can have misspelt."""
    read: list[str] = []
    monkeypatch.setattr(Env, "seal", lambda env: read.extend(env.dump()))
    accepted(production)
    assert read == list(HOW_TO_MEND)


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("EVIDENCE_STOR", "EVIDENCE_STORE"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("METRICS_TOKENS", "METRICS_TOKEN"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("database_url", "DATABASE_URL"),
        ("ESCROW_GATWAY", "ESCROW_GATEWAY"),
    ],
)
def test_a_misspelt_name_is_noticed(found: str, meant: str) -> None:
    assert misspelt([found, "PATH", meant]) == {found: meant}


def test_what_others_use_is_not_taken_for_ours() -> None:
    others = "PATH HOME HOSTNAME HTTP_PROXY HTTPS_PROXY NO_PROXY LOG_LEVEL PORT PGHOST TEST SECRET"
    own = "DEMO_DATABASE_URL DEMO_REDIS_URL TEST_DATABASE_URL TEST_REDIS_URL POOLER DRILL SIZE"
    assert misspelt([*others.split(), *own.split(), *HOW_TO_MEND]) == {}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "It is too easy to guess."),
        ("SECRET_KEY", "a" * 60, "It is too easy to guess."),
        ("SECRET_KEY", "django-insecure-" + SECRET, "It is too easy to guess."),
        ("SECRET_KEY_FALLBACKS", f"{SECRET},short", "It is too easy to guess."),
        ("ALLOWED_HOSTS", "", "It is empty."),
        ("ALLOWED_HOSTS", "*", "'*' lets in hosts of other people."),
        ("ALLOWED_HOSTS", "a.example, *", "'*' lets in hosts of other people."),
        ("ALLOWED_HOSTS", ".example", "'.example' lets in hosts of other people."),
        ("ALLOWED_HOSTS", ".", "'.' lets in hosts of other people."),
        ("ALLOWED_HOSTS", "*.shop.example", "'*.shop.example' is not the name of a host."),
        ("ALLOWED_HOSTS", "https://a.example", "'https://a.example' is not the name of a host."),
        ("ALLOWED_HOSTS", "a.example:8000", "'a.example:8000' is not the name of a host."),
        ("ALLOWED_HOSTS", "a.example,", "'' is not the name of a host."),
        (
            "ALLOWED_HOSTS",
            "a.example b.example",
            "'a.example b.example' is not the name of a host.",
        ),
        ("ALLOWED_HOSTS", "[::g]", "'[::g]' is not the name of a host."),
        ("DATABASE_URL", "mysql://a@b/c", "It is not the address of a PostgreSQL database."),
        ("DATABASE_URL", "postgres://a@b", "It is not the address of a PostgreSQL database."),
        ("DATABASE_URL", "nonsense", "It is not the address of a PostgreSQL database."),
        ("REDIS_URL", "amqp://a", "It is not the address of a Redis server."),
        ("REDIS_URL", "redis://[:x", "It is not the address of a Redis server."),
        ("REDIS_URL", "redis://a:port/0", "It is not the address of a Redis server."),
        ("EVIDENCE_ROOT", "evidence", "It is not a full path."),
        ("EVIDENCE_STORE", "https://bucket", "It is not the address of a bucket."),
        ("EVIDENCE_STORE", "s3://", "It is not the address of a bucket."),
        ("EVIDENCE_STORE", "s3://bucket?acl=public", "It is not the address of a bucket."),
        ("EVIDENCE_STORE", "s3://bucket?region", "It is not the address of a bucket."),
        ("ACCEL_REDIRECT", "evidence/", "It does not begin and end with a slash."),
        ("ACCEL_REDIRECT", "/evidence", "It does not begin and end with a slash."),
        ("ACCEL_REDIRECT", "/", "It does not begin and end with a slash."),
        ("ACCEL_REDIRECT", "/a b/", "It does not begin and end with a slash."),
        ("CSRF_TRUSTED_ORIGINS", "shop.example", "An address in it has no https:// in front."),
        ("CSRF_TRUSTED_ORIGINS", "https://[x", "An address in it has no https:// in front."),
        (
            "CSRF_TRUSTED_ORIGINS",
            "https://a.example, http://b.example",
            "'http://b.example' is not https, and HTTPS is on.",
        ),
        (
            "CSRF_TRUSTED_ORIGINS",
            "https://a.example/",
            "'https://a.example/' goes on after the host, which no origin does.",
        ),
        ("CSRF_TRUSTED_ORIGINS", "https://*", "'https://*' lets in hosts of other people."),
        (
            "CSRF_TRUSTED_ORIGINS",
            "https://*.example",
            "'https://*.example' lets in hosts of other people.",
        ),
        ("HTTPS", "perhaps", "Not a valid boolean."),
        ("HSTS_SECONDS", "-1", "It is less than zero."),
        ("HSTS_SECONDS", "a day", "Not a valid integer."),
        ("HSTS_PRELOAD", "true", "It needs the subdomains and a year."),
        ("STATIC_ROOT", "static", "It is not a full path."),
        ("ESCROW_GATEWAY", "", "It is neither embedded nor the dotted path of a class."),
        ("ESCROW_GATEWAY", "Escrow", "It is neither embedded nor the dotted path of a class."),
        ("MARKETPLACE_GATEWAY", "a b.C", "It is neither embedded nor the dotted path of a class."),
        ("MAIL_SERVER", "mail.example", "It is not the address of a mail server."),
        ("MAIL_SERVER", "smtp://", "It is not the address of a mail server."),
        ("MAIL_SERVER", "smtp://mail.example:port", "It is not the address of a mail server."),
        ("MAIL_SERVER", "smtp://mail.example/x", "It is not the address of a mail server."),
        (
            "MAIL_SERVER",
            "smtp://me:secret@mail.example",
            "The password would go through the network for all to read.",
        ),
        ("MAIL_FROM", "", "It is not the name and the mail address of a sender."),
        ("MAIL_FROM", "Redress", "It is not the name and the mail address of a sender."),
        ("MAIL_FROM", "a@localhost", "It is not the name and the mail address of a sender."),
        ("MAIL_FROM", "a@b.c, d@e.f", "It is not the name and the mail address of a sender."),
        ("MAIL_FROM", "a@b.c\nBcc: d@e.f", "It is not the name and the mail address of a sender."),
        ("SITE_ADDRESS", "redress.example", "An address in it has no https:// in front."),
        (
            "SITE_ADDRESS",
            "https://redress.example/",
            "'https://redress.example/' goes on after the host, which no origin does.",
        ),
        ("METRICS_TOKEN", "short", "It is too easy to guess."),
        ("LOG_FORMAT", "xml", "It is neither json nor plain."),
        ("MOVABLE_CLOCK", "true", "It must be off in production."),
    ],
)
def test_a_wrong_value_is_refused(
    production: dict[str, str], complaints: Complaints, name: str, value: str, sentence: str
) -> None:
    [line] = complaints(production | {name: value})
    assert line.startswith(f"  {name}: {sentence} ")


@pytest.mark.parametrize("mode", ["DEBUG", "DEMO", "TESTING"])
def test_what_is_not_production_serves_this_machine_only(
    production: dict[str, str], complaints: Complaints, mode: str
) -> None:
    [line] = complaints(production | {mode: "true"})
    assert line.startswith(
        "  ALLOWED_HOSTS: DEBUG, DEMO and TESTING serve this machine only: unset them. "
    )


def test_a_demo_pays_nobody(production: dict[str, str], complaints: Complaints) -> None:
    lines = complaints(
        production
        | {"DEMO": "true", "ALLOWED_HOSTS": "localhost", "ESCROW_GATEWAY": "shop.gateways.Escrow"}
    )
    assert len(lines) == 1
    assert lines[0].startswith(
        "  ESCROW_GATEWAY: A demo pays and tells nobody: it can only be embedded. "
    )


def test_a_demo_mails_nobody(production: dict[str, str], complaints: Complaints) -> None:
    [line] = complaints(production | MAIL | {"DEMO": "true", "ALLOWED_HOSTS": "localhost"})
    assert line.startswith("  MAIL_SERVER: A demo tells nobody: its mails are only kept. ")


def test_who_sends_mails_says_who_and_from_where(
    production: dict[str, str], complaints: Complaints
) -> None:
    lines = complaints(production | {"MAIL_SERVER": "smtp://localhost"})
    assert [line.split(":")[0].strip() for line in lines] == ["MAIL_FROM", "SITE_ADDRESS"]
    [line] = complaints(production | MAIL | {"SITE_ADDRESS": "http://redress.example"})
    assert line.startswith("  SITE_ADDRESS: 'http://redress.example' is not https, and HTTPS is on")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("none", None),
        ("smtp://localhost", ("localhost", 25, "", "", "")),
        ("smtp://me:secret@127.0.0.1:2525", ("127.0.0.1", 2525, "me", "secret", "")),
        ("smtp+starttls://me:a%40b@mail.example", ("mail.example", 587, "me", "a@b", "starttls")),
        ("smtps://mail.example", ("mail.example", 465, "", "", "tls")),
    ],
)
def test_the_address_of_a_mail_server_says_how_it_is_reached(
    production: dict[str, str],
    accepted: Accepted,
    address: str,
    server: tuple[str, int, str, str, str] | None,
) -> None:
    found = accepted(production | MAIL | {"MAIL_SERVER": address}).mail_server
    names = ("host", "port", "user", "password", "tls")
    assert found == (None if server is None else dict(zip(names, server, strict=True)))


def test_only_the_demo_and_tests_move_the_clock(
    production: dict[str, str], complaints: Complaints
) -> None:
    [line] = complaints(
        production | {"DEBUG": "true", "MOVABLE_CLOCK": "true", "ALLOWED_HOSTS": "localhost"}
    )
    assert line.startswith("  MOVABLE_CLOCK: ")


def test_nginx_cannot_send_the_files_of_a_bucket(
    production: dict[str, str], complaints: Complaints
) -> None:
    bucket = {"EVIDENCE_STORE": "s3://bucket/prefix", "ACCEL_REDIRECT": "/evidence-files/"}
    [line] = complaints(production | bucket)
    assert line.startswith(
        "  ACCEL_REDIRECT: EVIDENCE_STORE is set, and nginx has no files of a bucket. "
    )


def test_browsers_are_told_to_insist_on_https_for_a_day_and_no_subdomains(
    production: dict[str, str], accepted: Accepted
) -> None:
    """Unless it was asked for: it cannot be taken back."""
    read = accepted(production)
    assert (read.hsts_seconds, read.hsts_subdomains, read.hsts_preload) == (86_400, False, False)


@pytest.mark.slow
def test_browsers_are_told_what_was_asked_for(production: dict[str, str]) -> None:
    asked = {"HSTS_SECONDS": "31536000", "HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}
    code = (
        "from django.conf import settings as s;"
        "print(s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    answer = manage(production | asked, "shell", "--no-imports", "--command", code)
    assert answer.stdout == "31536000 True True\n", answer.stderr


@pytest.mark.slow
def test_what_an_earlier_secret_has_signed_still_counts(production: dict[str, str]) -> None:
    earlier, earliest = SECRET[::-1], SECRET.swapcase()
    code = (
        "from django.core import signing;"
        f"print(signing.loads(signing.dumps('a', key={earlier!r})),"
        f" signing.loads(signing.dumps('b', key={earliest!r})))"
    )
    answer = manage(
        production | {"SECRET_KEY_FALLBACKS": f"{earlier}, {earliest}"},
        *("shell", "--no-imports", "--command", code),
    )
    assert answer.stdout == "a b\n", answer.stderr


def test_hosts_are_taken_with_blanks_between_them(
    production: dict[str, str], accepted: Accepted
) -> None:
    hosts = "redress.example, .shop.example, 192.0.2.7, [2001:db8::1], web"
    read = accepted(production | {"ALLOWED_HOSTS": hosts})
    assert read.allowed_hosts == hosts.split(", ")


@pytest.mark.slow
def test_with_a_bucket_no_folder_is_needed(production: dict[str, str]) -> None:
    del production["EVIDENCE_ROOT"]
    address = "s3://bucket/some/prefix/?endpoint_url=https://s3.example:9000&region=eu-west-3"
    code = (
        "from django.conf import settings as s;"
        "from django.core.files.storage import storages;"
        "bucket = storages['evidence'];"
        "print(s.EVIDENCE_ROOT, bucket.bucket_name, bucket.location, bucket.endpoint_url,"
        " bucket.region_name, bucket.client_config.signature_version, bucket.default_acl)"
    )
    answer = manage(
        production | {"EVIDENCE_STORE": address}, "shell", "--no-imports", "--command", code
    )
    assert answer.stdout == (
        "None bucket some/prefix https://s3.example:9000 eu-west-3 s3v4 None\n"
    ), answer.stderr


@pytest.mark.slow
def test_static_files_can_be_read_by_nginx(production: dict[str, str], tmp_path: Path) -> None:
    """However private uploads are. The list of them is for Redress alone."""
    static = tmp_path / "static"
    umask = os.umask(0o022)
    try:
        answer = manage(production | {"STATIC_ROOT": str(static)}, "collectstatic", "--no-input")
    finally:
        os.umask(umask)
    assert answer.returncode == 0, answer.stderr
    below = [path for path in static.rglob("*") if path.name != "staticfiles.json"]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in below}
    assert modes == {(True, 0o755), (False, 0o644)}


@pytest.mark.slow
def test_evidence_is_not_put_among_the_static_files(production: dict[str, str]) -> None:
    static = str(Path(production["EVIDENCE_ROOT"]).parent)
    answer = manage(production | {"STATIC_ROOT": static}, "check")
    assert answer.returncode == 1
    assert "(redress.E001)" in answer.stderr


@pytest.mark.slow
def test_a_missing_evidence_folder_is_found_at_deployment(production: dict[str, str]) -> None:
    Path(production["EVIDENCE_ROOT"]).rmdir()
    answer = manage(production, "check", "--deploy")
    assert answer.returncode == 1
    assert "(redress.E002)" in answer.stderr
