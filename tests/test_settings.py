"""Redress says in one go what is wrong with its environment, and never runs unsafely."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """All that production needs, and nothing else."""
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://redress:secret@db.example/redress",
        "REDIS_URL": "redis://redis.example:6379/0",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "redress.example",
        "EVIDENCE_ROOT": str(evidence),
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean(production: dict[str, str]) -> None:
    answer = manage(production, "check", "--deploy", "--fail-level", "WARNING")
    assert answer.stdout == "System check identified no issues (0 silenced).\n", answer.stderr
    assert answer.returncode == 0


def test_production_has_no_debug_no_demo_and_no_clock_to_move(production: dict[str, str]) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.DEMO, s.TESTING, s.MOVABLE_CLOCK, s.SESSION_COOKIE_SECURE)"
    )
    answer = manage(production, "shell", "--no-imports", "--command", code)
    assert answer.stdout == "False False False False True\n", answer.stderr


def test_all_that_is_missing_is_told_at_once() -> None:
    answer = manage({"PATH": os.environ["PATH"]}, "check")
    assert answer.returncode == 1
    first, *lines = answer.stderr.splitlines()
    assert first == "Redress cannot start. Please mend these environment variables:"
    assert [line.split(":")[0].strip() for line in lines] == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
        "EVIDENCE_ROOT",
    ]
    assert lines[0] == (
        "  SECRET_KEY: Environment variable not set. "
        "Set it to at least 50 random characters, kept to yourself."
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "It is too easy to guess."),
        ("SECRET_KEY", "a" * 60, "It is too easy to guess."),
        ("SECRET_KEY", "django-insecure-" + SECRET, "It is too easy to guess."),
        ("ALLOWED_HOSTS", "", "It is empty."),
        ("DATABASE_URL", "mysql://a@b/c", "It is not the address of a PostgreSQL database."),
        ("DATABASE_URL", "postgres://a@b", "It is not the address of a PostgreSQL database."),
        ("DATABASE_URL", "nonsense", "It is not the address of a PostgreSQL database."),
        ("REDIS_URL", "amqp://a", "It is not the address of a Redis server."),
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
        ("HTTPS", "perhaps", "Not a valid boolean."),
        ("METRICS_TOKEN", "short", "It is too easy to guess."),
        ("LOG_FORMAT", "xml", "It is neither json nor plain."),
        ("MOVABLE_CLOCK", "true", "It must be off in production."),
        ("DEBUG", "true", "DEBUG and TESTING serve this machine only: unset them."),
        ("TESTING", "true", "DEBUG and TESTING serve this machine only: unset them."),
    ],
)
def test_a_wrong_value_is_refused(
    production: dict[str, str], name: str, value: str, sentence: str
) -> None:
    answer = manage(production | {name: value}, "check")
    assert answer.returncode == 1
    first, *lines = answer.stderr.splitlines()
    assert first == "Redress cannot start. Please mend these environment variables:"
    assert len(lines) == 1
    refused = "ALLOWED_HOSTS" if name in {"DEBUG", "TESTING"} else name
    assert lines[0].startswith(f"  {refused}: {sentence} ")


def test_nginx_cannot_send_the_files_of_a_bucket(production: dict[str, str]) -> None:
    bucket = {"EVIDENCE_STORE": "s3://bucket/prefix", "ACCEL_REDIRECT": "/evidence-files/"}
    answer = manage(production | bucket, "check")
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[1].startswith(
        "  ACCEL_REDIRECT: EVIDENCE_STORE is set, and nginx has no files of a bucket. "
    )


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


def test_evidence_is_not_put_among_the_static_files(production: dict[str, str]) -> None:
    static = str(Path(production["EVIDENCE_ROOT"]).parent)
    answer = manage(production | {"STATIC_ROOT": static}, "check")
    assert answer.returncode == 1
    assert "(redress.E001)" in answer.stderr


def test_a_missing_evidence_folder_is_found_at_deployment(production: dict[str, str]) -> None:
    Path(production["EVIDENCE_ROOT"]).rmdir()
    answer = manage(production, "check", "--deploy")
    assert answer.returncode == 1
    assert "(redress.E002)" in answer.stderr
