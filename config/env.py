"""Reads the environment, typed, and refuses to go on with anything missing, wrong or unsafe.

Everything that is wrong is told at once, one line for each variable and without a traceback, so
that whoever deploys mends it in one go. What a single value must look like stands in `values`.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, cast

from environs import Env, EnvValidationError

from config import values

LOCAL = Path(__file__).resolve().parent.parent / ".local"

# Connections to the database that one web process keeps at most: as many as it has threads.
POOL = 32
# Seconds for which a browser insists on HTTPS; it cannot be taken back sooner, so a day at first.
HSTS_SECONDS = 24 * 3600
# What the short name `embedded` stands for: gateways that only write into our own database.
EMBEDDED = {
    "ESCROW_GATEWAY": "disputes.gateways.EmbeddedEscrow",
    "MARKETPLACE_GATEWAY": "sellers.gateways.EmbeddedMarketplace",
}
# Seconds in which a load balancer notices that /readyz says no: two probes, five seconds apart.
DRAIN = 10

ON_OR_OFF = "Set it to true or false, or unset it."
# Every variable that Redress reads, with what to do when it will not do.
HOW_TO_MEND = {
    "DATABASE_URL": "Set it to a PostgreSQL database: postgres://user:password@host:5432/name",
    "REDIS_URL": "Set it to a Redis or Valkey server: redis://host:6379/0",
    "SECRET_KEY": f"Set it to at least {values.SECRET_LENGTH} random characters, kept to yourself.",
    "SECRET_KEY_FALLBACKS": "Set it to earlier secrets, with commas between them, or unset it.",
    "ALLOWED_HOSTS": "Set it to the host names to serve, with commas between them.",
    "CSRF_TRUSTED_ORIGINS": "Set it to addresses such as https://shop.example, "
    "with commas between them.",
    "EVIDENCE_ROOT": "Set it to the full path of a private folder for the evidence files, "
    "or EVIDENCE_STORE to a bucket.",
    "EVIDENCE_STORE": "Set it to a bucket: s3://bucket/prefix?endpoint_url=https://host&region=name",
    "ACCEL_REDIRECT": "Set it to the internal address by which nginx knows EVIDENCE_ROOT, such as "
    "/evidence-files/, or unset it.",
    "CLAMAV_SOCKET": "Set it to the full path of the Unix socket of clamd, or unset it.",
    "STATIC_ROOT": "Set it to the full path of the folder for the collected static files.",
    "HTTPS": ON_OR_OFF,
    "SECURE_PROXY": ON_OR_OFF,
    "PROXIES": "Set it to the number of proxies in front that append to X-Forwarded-For, "
    "or unset it.",
    "HSTS_SECONDS": "Set it to a number of seconds, or unset it.",
    "HSTS_SUBDOMAINS": ON_OR_OFF,
    "HSTS_PRELOAD": f"Set HSTS_SUBDOMAINS to true and HSTS_SECONDS to {values.YEAR} or more, or "
    "unset it.",
    "ESCROW_GATEWAY": "Set it to the dotted path of the class that pays refunds, or to "
    "embedded: then refunds are only booked in the database of Redress, and nobody is paid.",
    "MARKETPLACE_GATEWAY": "Set it to the dotted path of the class that is told of sanctions, or "
    "to embedded: then they are only listed in the database of Redress, and nobody is told.",
    "METRICS_TOKEN": f"Set it to at least {values.TOKEN_LENGTH} random characters, or unset it.",
    "DATABASE_POOL": "Set it to a number of connections for each web process, or unset it.",
    "DRAIN_SECONDS": "Set it to a number of seconds from 0 to 300, or unset it.",
    "LOG_FORMAT": "Set it to json or plain, or unset it.",
    "DEBUG": ON_OR_OFF,
    "DEMO": ON_OR_OFF,
    "TESTING": ON_OR_OFF,
    "MOVABLE_CLOCK": "Unset it: only the demo and tests may move the clock.",
}
# Variables of the parts that Redress stands on, which would lead them past those above.
PAST_OURS = (
    "CELERY_BROKER_URL",
    "CELERY_BROKER_READ_URL",
    "CELERY_BROKER_WRITE_URL",
    "DJANGO_SETTINGS_MODULE",
    "GUNICORN_CMD_ARGS",
    "PGHOSTADDR",
    "PGOPTIONS",
    "PGSERVICE",
)


@dataclass(frozen=True)
class Environment:
    """The variables that Redress understands, read and checked."""

    debug: bool
    demo: bool
    testing: bool
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    https: bool
    secure_proxy: bool
    proxies: int
    hsts_seconds: int
    hsts_subdomains: bool
    hsts_preload: bool
    database: dict[str, Any]
    database_pool: int
    drain_seconds: int
    redis_url: str
    evidence_root: Path | None
    evidence_store: dict[str, str] | None
    accel_redirect: str
    clamav_socket: str
    static_root: Path
    escrow_gateway: str
    marketplace_gateway: str
    metrics_token: str
    log_format: str
    movable_clock: bool


def read_environment() -> Environment:
    """Read all variables; end the process with what to mend if some of them will not do."""
    env = Env(eager=False)
    env.add_parser("postgresql", values.postgresql)
    env.add_parser("bucket", values.bucket)
    debug, demo, testing = env.bool("DEBUG", False), env.bool("DEMO", False), _testing(env)
    # Whatever does not say that it is something else is taken to be the real thing.
    production = not (debug or demo or testing)
    no_default: Any = ...
    store = env.bucket("EVIDENCE_STORE", None)
    https = env.bool("HTTPS", production)
    secret = values.hard_to_guess if production else values.not_empty
    hsts_seconds = env.int("HSTS_SECONDS", HSTS_SECONDS, validate=values.not_negative)
    hsts_subdomains = env.bool("HSTS_SUBDOMAINS", False)
    environment = Environment(
        debug=debug,
        demo=demo,
        testing=testing,
        secret_key=env.str("SECRET_KEY", validate=secret),
        secret_key_fallbacks=env.list(
            "SECRET_KEY_FALLBACKS", [], subcast=str.strip, validate=partial(values.each, secret)
        ),
        allowed_hosts=env.list(
            "ALLOWED_HOSTS",
            no_default if production else values.LOCAL_HOSTS,
            subcast=str.strip,
            validate=values.hosts if production else values.this_machine,
        ),
        csrf_trusted_origins=env.list(
            "CSRF_TRUSTED_ORIGINS",
            [],
            subcast=str.strip,
            validate=partial(values.each, values.https_origin if https else values.origin),
        ),
        https=https,
        secure_proxy=(secure_proxy := env.bool("SECURE_PROXY", False)),
        proxies=env.int("PROXIES", 1 if secure_proxy else 0, validate=values.not_negative),
        hsts_seconds=hsts_seconds,
        hsts_subdomains=hsts_subdomains,
        hsts_preload=env.bool(
            "HSTS_PRELOAD", False, validate=values.preload_allowed(hsts_seconds, hsts_subdomains)
        ),
        database=env.postgresql("DATABASE_URL"),
        database_pool=env.int("DATABASE_POOL", POOL, validate=values.one_or_more),
        drain_seconds=env.int(
            "DRAIN_SECONDS", DRAIN if production else 0, validate=values.some_minutes
        ),
        redis_url=env.str("REDIS_URL", validate=values.redis),
        evidence_store=store,
        evidence_root=None
        if store
        else env.path(
            "EVIDENCE_ROOT",
            no_default if production else LOCAL / "evidence",
            validate=values.full_path,
        ),
        accel_redirect=env.str(
            "ACCEL_REDIRECT",
            "",
            validate=values.only_for_a_folder if store else values.between_slashes,
        ),
        clamav_socket=env.str("CLAMAV_SOCKET", "", validate=values.full_path_or_empty),
        static_root=env.path(
            "STATIC_ROOT",
            no_default if production else LOCAL / "static",
            validate=values.full_path,
        ),
        escrow_gateway=_gateway(env, "ESCROW_GATEWAY", production=production, demo=demo),
        marketplace_gateway=_gateway(env, "MARKETPLACE_GATEWAY", production=production, demo=demo),
        metrics_token=env.str("METRICS_TOKEN", "", validate=values.long_or_empty),
        log_format=env.str(
            "LOG_FORMAT", "json" if production else "plain", validate=values.json_or_plain
        ),
        movable_clock=env.bool(
            "MOVABLE_CLOCK", demo or testing, validate=None if demo or testing else values.off
        ),
    )
    _refuse_complaints(env)
    return environment


def _testing(env: Env) -> bool:
    """The test run says so itself: it gets cheap passwords and a clock that can be moved."""
    return env.bool("TESTING", False)


def _gateway(env: Env, name: str, *, production: bool, demo: bool) -> str:
    """The dotted path of a class. Production names it: nobody gets an embedded one by silence.

    A demo has the embedded ones only, since everybody knows the password of its accounts.
    """
    no_default: Any = ...
    named = env.str(
        name,
        no_default if production else "embedded",
        validate=values.embedded if demo else values.embedded_or_class,
    )
    return EMBEDDED[name] if named == "embedded" else named


def of_an_installation(environ: Collection[str]) -> list[str]:
    """Names in this environment that mean an installation; demo, tests and bench do without."""
    return sorted(set(environ) & {*HOW_TO_MEND, *PAST_OURS})


def misspelt(environ: Collection[str]) -> dict[str, str]:
    """Names in this environment that look much like ours and are not; each with the one meant."""
    close = {
        name: get_close_matches(name.upper(), HOW_TO_MEND, n=1, cutoff=0.86)
        for name in sorted(set(environ) - set(HOW_TO_MEND))
    }
    return {name: meant[0] for name, meant in close.items() if meant}


def _refuse_complaints(env: Env) -> None:
    try:
        env.seal()
    except EnvValidationError as error:
        # One variable has one list of messages; the other type is for an eager reader.
        complaints = cast(Mapping[str, list[str]], error.error_messages)
        instead = {meant: name for name, meant in misspelt(os.environ).items()}
        lines = [
            f"  {name}: {' '.join(messages)} {HOW_TO_MEND[name]}"
            + (f" There is a {instead[name]}: is it misspelt?" if name in instead else "")
            for name, messages in complaints.items()
        ]
        raise SystemExit(
            "Redress cannot start. Please mend these environment variables:\n" + "\n".join(lines)
        ) from None
