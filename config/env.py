"""Reads the environment, typed, and refuses to go on with anything missing, wrong or unsafe.

Everything that is wrong is told at once, one line for each variable and without a traceback, so
that whoever deploys mends it in one go. What a single value must look like stands in `values`.
"""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from environs import Env, EnvValidationError

from config import values

LOCAL = Path(__file__).resolve().parent.parent / ".local"

# What the short name `embedded` stands for: gateways that only write into our own database.
EMBEDDED = {
    "ESCROW_GATEWAY": "disputes.gateways.EmbeddedEscrow",
    "MARKETPLACE_GATEWAY": "sellers.gateways.EmbeddedMarketplace",
}
# Where nothing is sent, mails are written as if they came from here.
MAIL_FROM, SITE_ADDRESS = "Redress <no-reply@redress.example>", "http://localhost:8000"
ON_OR_OFF = "Set it to true or false, or unset it."
# Variables of the parts that Redress stands on, which would lead them past ours.
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
NO_DEFAULT: Any = ...


class SoFar(SimpleNamespace):
    """What was read of the variables that stand before this one, by their names in small letters;
    None where it will not do."""

    @property
    def production(self) -> bool:
        """Whatever does not say that it is something else is taken to be the real thing."""
        return not (self.debug or self.demo or self.testing)


def variable(mend: str, read: Callable[[Env, str, SoFar], Any]) -> Any:
    """Declare one: what to do when its value will not do, and how it is read by its name."""
    return field(metadata={"mend": mend, "read": read})


def _switch() -> Any:
    """Off, unless it is set to true."""
    return variable(ON_OR_OFF, lambda env, name, _: env.bool(name, False))


def _secret(so_far: SoFar) -> Callable[[str], None]:
    return values.hard_to_guess if so_far.production else values.not_empty


def _gateway(env: Env, name: str, so_far: SoFar) -> str:
    """The dotted path of a class. Production names it: nobody gets an embedded one by silence.

    A demo has the embedded ones only, since everybody knows the password of its accounts.
    """
    named = env.str(
        name,
        NO_DEFAULT if so_far.production else "embedded",
        validate=values.embedded if so_far.demo else values.embedded_or_class,
    )
    return EMBEDDED[name] if named == "embedded" else named


def _mail_server(env: Env, name: str, so_far: SoFar) -> Any:
    """Production says so knowingly if nobody is to get a mail; in a demo nobody gets one."""
    found = env.str(
        name,
        NO_DEFAULT if so_far.production else "none",
        validate=values.no_server if so_far.demo else values.server_or_none,
    )
    return values.mail_server(found) if found else None


@dataclass(frozen=True)
class Environment:
    """The variables that Redress reads, each with its name in small letters, in the order in which
    they are read and complained about."""

    debug: bool = _switch()
    demo: bool = _switch()
    # The test run says so itself: it gets cheap passwords and a clock that can be moved.
    testing: bool = _switch()
    secret_key: str = variable(
        f"Set it to at least {values.SECRET_LENGTH} random characters, kept to yourself.",
        lambda env, name, so_far: env.str(name, validate=_secret(so_far)),
    )
    secret_key_fallbacks: list[str] = variable(
        "Set it to earlier secrets, with commas between them, or unset it.",
        lambda env, name, so_far: env.list(
            name, [], subcast=str.strip, validate=partial(values.each, _secret(so_far))
        ),
    )
    allowed_hosts: list[str] = variable(
        "Set it to the host names to serve, with commas between them.",
        lambda env, name, so_far: env.list(
            name,
            NO_DEFAULT if so_far.production else values.LOCAL_HOSTS,
            subcast=str.strip,
            validate=values.hosts if so_far.production else values.this_machine,
        ),
    )
    https: bool = variable(ON_OR_OFF, lambda env, name, so_far: env.bool(name, so_far.production))
    csrf_trusted_origins: list[str] = variable(
        "Set it to addresses such as https://shop.example, with commas between them.",
        lambda env, name, so_far: env.list(
            name,
            [],
            subcast=str.strip,
            validate=partial(values.each, values.https_origin if so_far.https else values.origin),
        ),
    )
    secure_proxy: bool = _switch()
    proxies: int = variable(
        "Set it to the number of proxies in front that append to X-Forwarded-For, or unset it.",
        lambda env, name, so_far: env.int(
            name, 1 if so_far.secure_proxy else 0, validate=values.not_negative
        ),
    )
    # For so long a browser insists on HTTPS; it cannot be taken back sooner, so a day at first.
    hsts_seconds: int = variable(
        "Set it to a number of seconds, or unset it.",
        lambda env, name, _: env.int(name, 24 * 3600, validate=values.not_negative),
    )
    hsts_subdomains: bool = _switch()
    hsts_preload: bool = variable(
        f"Set HSTS_SUBDOMAINS to true and HSTS_SECONDS to {values.YEAR} or more, or unset it.",
        lambda env, name, so_far: env.bool(
            name,
            False,
            validate=values.preload_allowed(so_far.hsts_seconds, so_far.hsts_subdomains),
        ),
    )
    database_url: dict[str, Any] = variable(
        "Set it to a PostgreSQL database: postgres://user:password@host:5432/name",
        lambda env, name, _: env.postgresql(name),
    )
    # Connections that one web process keeps at most: as many as it has threads.
    database_pool: int = variable(
        "Set it to a number of connections for each web process, or unset it.",
        lambda env, name, _: env.int(name, 32, validate=values.one_or_more),
    )
    # A load balancer notices that /readyz says no: two probes, five seconds apart.
    drain_seconds: int = variable(
        f"Set it to a number of seconds from 0 to {values.LONGEST_DRAIN}, or unset it.",
        lambda env, name, so_far: env.int(
            name, 10 if so_far.production else 0, validate=values.some_minutes
        ),
    )
    redis_url: str = variable(
        "Set it to a Redis or Valkey server: redis://host:6379/0",
        lambda env, name, _: env.str(name, validate=values.redis),
    )
    evidence_store: dict[str, str] | None = variable(
        "Set it to a bucket: s3://bucket/prefix?endpoint_url=https://host&region=name",
        lambda env, name, _: env.bucket(name, None),
    )
    evidence_root: Path | None = variable(
        "Set it to the full path of a private folder for the evidence files, or EVIDENCE_STORE to "
        "a bucket.",
        lambda env, name, so_far: (
            None
            if so_far.evidence_store
            else env.path(
                name,
                NO_DEFAULT if so_far.production else LOCAL / "evidence",
                validate=values.full_path,
            )
        ),
    )
    accel_redirect: str = variable(
        "Set it to the internal address by which nginx knows EVIDENCE_ROOT, such as "
        "/evidence-files/, or unset it.",
        lambda env, name, so_far: env.str(
            name,
            "",
            validate=values.only_for_a_folder if so_far.evidence_store else values.between_slashes,
        ),
    )
    clamav_socket: str = variable(
        "Set it to the full path of the Unix socket of clamd, or unset it.",
        lambda env, name, _: env.str(name, "", validate=values.full_path_or_empty),
    )
    static_root: Path = variable(
        "Set it to the full path of the folder for the collected static files.",
        lambda env, name, so_far: env.path(
            name,
            NO_DEFAULT if so_far.production else LOCAL / "static",
            validate=values.full_path,
        ),
    )
    escrow_gateway: str = variable(
        "Set it to the dotted path of the class that pays refunds, or to embedded: then refunds "
        "are only booked in the database of Redress, and nobody is paid.",
        _gateway,
    )
    marketplace_gateway: str = variable(
        "Set it to the dotted path of the class that is told of sanctions, or to embedded: then "
        "they are only listed in the database of Redress, and nobody is told.",
        _gateway,
    )
    # None: mails are kept and not sent.
    mail_server: dict[str, Any] | None = variable(
        "Set it to smtps://user:password@host:465, smtp+starttls://user:password@host:587 or "
        "smtp://localhost:25; or to none: then mails are only kept, and nobody gets any.",
        _mail_server,
    )
    mail_from: str = variable(
        "Set it to the sender of all mails: Redress <no-reply@redress.example>",
        lambda env, name, so_far: env.str(
            name,
            NO_DEFAULT if so_far.mail_server and so_far.production else MAIL_FROM,
            validate=values.sender,
        ),
    )
    site_address: str = variable(
        "Set it to the address of this site, to which links in mails lead: https://redress.example",
        lambda env, name, so_far: env.str(
            name,
            NO_DEFAULT if so_far.mail_server and so_far.production else SITE_ADDRESS,
            validate=values.https_origin if so_far.https and so_far.mail_server else values.origin,
        ),
    )
    metrics_token: str = variable(
        f"Set it to at least {values.TOKEN_LENGTH} random characters, or unset it.",
        lambda env, name, _: env.str(name, "", validate=values.long_or_empty),
    )
    log_format: str = variable(
        "Set it to json or plain, or unset it.",
        lambda env, name, so_far: env.str(
            name, "json" if so_far.production else "plain", validate=values.json_or_plain
        ),
    )
    movable_clock: bool = variable(
        "Unset it: only the demo and tests may move the clock.",
        lambda env, name, so_far: env.bool(
            name,
            may := bool(so_far.demo or so_far.testing),
            validate=None if may else values.off,
        ),
    )


# Every variable that Redress reads, with what to do when it will not do.
HOW_TO_MEND: dict[str, str] = {
    each.name.upper(): each.metadata["mend"] for each in fields(Environment)
}


def read_environment() -> Environment:
    """Read all variables; end the process with what to mend if some of them will not do."""
    env = Env(eager=False)
    env.add_parser("postgresql", values.postgresql)
    env.add_parser("bucket", values.bucket)
    so_far = SoFar()
    for each in fields(Environment):
        setattr(so_far, each.name, each.metadata["read"](env, each.name.upper(), so_far))
    _refuse_complaints(env)
    return Environment(**vars(so_far))


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
