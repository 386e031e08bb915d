"""Reads the environment, typed, and refuses to go on with anything missing, wrong or unsafe.

Everything that is wrong is told at once, one line for each variable and without a traceback, so
that whoever deploys mends it in one go.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import dj_database_url
from environs import Env, EnvValidationError, ValidationError

LOCAL = Path(__file__).resolve().parent.parent / ".local"

# Where developers and tests may be reached; "testserver" is Django's test client.
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

# What Django's own deployment check asks of a secret.
SECRET_LENGTH = 50
SECRET_DIFFERENT_CHARACTERS = 5
TOKEN_LENGTH = 32
# Connections to the database that one web process keeps at most: as many as it has threads.
POOL = 32

HOW_TO_MEND = {
    "DATABASE_URL": "Set it to a PostgreSQL database: postgres://user:password@host:5432/name",
    "REDIS_URL": "Set it to a Redis or Valkey server: redis://host:6379/0",
    "SECRET_KEY": f"Set it to at least {SECRET_LENGTH} random characters, kept to yourself.",
    "ALLOWED_HOSTS": "Set it to the host names to serve, with commas between them.",
    "CSRF_TRUSTED_ORIGINS": "Set it to addresses such as https://shop.example, "
    "with commas between them.",
    "EVIDENCE_ROOT": "Set it to the full path of a private folder for the evidence files, "
    "or EVIDENCE_STORE to a bucket.",
    "EVIDENCE_STORE": "Set it to a bucket: s3://bucket/prefix?endpoint_url=https://host&region=name",
    "ACCEL_REDIRECT": "Set it to the internal address by which nginx knows EVIDENCE_ROOT, such as "
    "/evidence-files/, or unset it.",
    "STATIC_ROOT": "Set it to the full path of the folder for the collected static files.",
    "PROXIES": "Set it to the number of proxies in front that append to X-Forwarded-For, "
    "or unset it.",
    "METRICS_TOKEN": f"Set it to at least {TOKEN_LENGTH} random characters, or unset it.",
    "DATABASE_POOL": "Set it to a number of connections for each web process, or unset it.",
    "LOG_FORMAT": "Set it to json or plain, or unset it.",
    "MOVABLE_CLOCK": "Unset it: only the demo and tests may move the clock.",
}
ON_OR_OFF = "Set it to true or false, or unset it."


@dataclass(frozen=True)
class Environment:
    """The variables that Redress understands, read and checked."""

    debug: bool
    demo: bool
    testing: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    https: bool
    secure_proxy: bool
    proxies: int
    database: dict[str, Any]
    database_pool: int
    redis_url: str
    evidence_root: Path | None
    evidence_store: dict[str, str] | None
    accel_redirect: str
    static_root: Path
    escrow_gateway: str
    marketplace_gateway: str
    metrics_token: str
    log_format: str
    movable_clock: bool


def read_environment() -> Environment:
    """Read all variables; end the process with what to mend if some of them will not do."""
    env = Env(eager=False)
    env.add_parser("postgresql", _postgresql)
    env.add_parser("bucket", _bucket)
    debug, demo, testing = env.bool("DEBUG", False), env.bool("DEMO", False), _testing(env)
    # Whatever does not say that it is something else is taken to be the real thing.
    production = not (debug or demo or testing)
    no_default: Any = ...
    store = env.bucket("EVIDENCE_STORE", None)
    environment = Environment(
        debug=debug,
        demo=demo,
        testing=testing,
        secret_key=env.str("SECRET_KEY", validate=_hard_to_guess if production else _not_empty),
        allowed_hosts=env.list(
            "ALLOWED_HOSTS",
            no_default if production else LOCAL_HOSTS,
            validate=_not_empty if production or demo else _this_machine,
        ),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", [], validate=_origins),
        https=env.bool("HTTPS", production),
        secure_proxy=(secure_proxy := env.bool("SECURE_PROXY", False)),
        proxies=env.int("PROXIES", 1 if secure_proxy else 0, validate=_none_or_more),
        database=env.postgresql("DATABASE_URL"),
        database_pool=env.int("DATABASE_POOL", POOL, validate=_one_or_more),
        redis_url=env.str("REDIS_URL", validate=_redis),
        evidence_store=store,
        evidence_root=None
        if store
        else env.path(
            "EVIDENCE_ROOT", no_default if production else LOCAL / "evidence", validate=_full_path
        ),
        accel_redirect=env.str(
            "ACCEL_REDIRECT", "", validate=_only_for_a_folder if store else _between_slashes
        ),
        static_root=env.path("STATIC_ROOT", LOCAL / "static", validate=_full_path),
        escrow_gateway=env.str("ESCROW_GATEWAY", "disputes.gateways.EmbeddedEscrow"),
        marketplace_gateway=env.str("MARKETPLACE_GATEWAY", "sellers.gateways.EmbeddedMarketplace"),
        metrics_token=env.str("METRICS_TOKEN", "", validate=_long_or_empty),
        log_format=env.str(
            "LOG_FORMAT", "json" if production else "plain", validate=_json_or_plain
        ),
        movable_clock=env.bool(
            "MOVABLE_CLOCK", demo or testing, validate=_off if production else None
        ),
    )
    _refuse_complaints(env)
    return environment


def _testing(env: Env) -> bool:
    """The test run says so itself: it gets cheap passwords and a clock that can be moved."""
    return env.bool("TESTING", False)


def _refuse_complaints(env: Env) -> None:
    try:
        env.seal()
    except EnvValidationError as error:
        # One variable has one list of messages; the other type is for an eager reader.
        complaints = cast(Mapping[str, list[str]], error.error_messages)
        lines = [
            f"  {name}: {' '.join(messages)} {HOW_TO_MEND.get(name, ON_OR_OFF)}"
            for name, messages in complaints.items()
        ]
        raise SystemExit(
            "Redress cannot start. Please mend these environment variables:\n" + "\n".join(lines)
        ) from None


def _postgresql(address: str) -> dict[str, Any]:
    """Only PostgreSQL: the locks, the constraints and the triggers are written for it."""
    wrong = ValidationError("It is not the address of a PostgreSQL database.")
    try:
        database = dj_database_url.parse(address, conn_max_age=0, conn_health_checks=True)
    except ValueError as error:
        raise wrong from error
    if database["ENGINE"] != "django.db.backends.postgresql" or not database["NAME"]:
        raise wrong
    return dict(database)


def _bucket(address: str) -> dict[str, str] | None:
    """The options of `config.bucket.Bucket`; None when it is empty, as when it is unset."""
    if not address:
        return None
    wrong = ValidationError("It is not the address of a bucket.")
    try:
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise wrong from error
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": asked.pop("endpoint_url", ""),
        "region_name": asked.pop("region", ""),
    }
    if parts.scheme != "s3" or not parts.netloc or parts.fragment or asked:
        raise wrong
    return {name: value for name, value in options.items() if value}


def _between_slashes(address: str) -> None:
    if address and not re.fullmatch(r"/([\w.-]+/)+", address, re.ASCII):
        raise ValidationError("It does not begin and end with a slash.")


def _only_for_a_folder(address: str) -> None:
    if address:
        raise ValidationError("EVIDENCE_STORE is set, and nginx has no files of a bucket.")


def _one_or_more(number: int) -> None:
    if number < 1:
        raise ValidationError("It is less than one.")


def _none_or_more(number: int) -> None:
    if number < 0:
        raise ValidationError("It is less than none.")


def _redis(address: str) -> None:
    if urlsplit(address).scheme not in {"redis", "rediss", "redis+socket"}:
        raise ValidationError("It is not the address of a Redis server.")


def _not_empty(value: str | list[str]) -> None:
    if not value:
        raise ValidationError("It is empty.")


def _hard_to_guess(secret: str) -> None:
    if (
        len(secret) < SECRET_LENGTH
        or len(set(secret)) < SECRET_DIFFERENT_CHARACTERS
        or secret.startswith("django-insecure-")
    ):
        raise ValidationError("It is too easy to guess.")


def _long_or_empty(token: str) -> None:
    if token and len(token) < TOKEN_LENGTH:
        raise ValidationError("It is too easy to guess.")


def _json_or_plain(form: str) -> None:
    if form not in {"json", "plain"}:
        raise ValidationError("It is neither json nor plain.")


def _this_machine(hosts: list[str]) -> None:
    if not set(LOCAL_HOSTS).issuperset(hosts):
        raise ValidationError("DEBUG and TESTING serve this machine only: unset them.")


def _origins(origins: list[str]) -> None:
    if not all(urlsplit(origin).scheme and urlsplit(origin).netloc for origin in origins):
        raise ValidationError("An address in it has no https:// in front.")


def _full_path(path: Path) -> None:
    if not path.is_absolute():
        raise ValidationError("It is not a full path.")


def _off(value: bool) -> None:
    if value:
        raise ValidationError("It must be off in production.")
