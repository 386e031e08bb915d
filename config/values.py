"""What the value of an environment variable must look like, one function for each kind.

Each raises `ValidationError` with a sentence that says what is wrong; how to mend it stands in
`env.HOW_TO_MEND`.
"""

import re
from collections.abc import Callable
from email import policy
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import dj_database_url
from environs import ValidationError

# Where developers, tests and the demo may be reached; "testserver" is Django's test client.
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

# What Django's own deployment check asks of a secret.
SECRET_LENGTH = 50
SECRET_DIFFERENT_CHARACTERS = 5
TOKEN_LENGTH = 32
LONGEST_DRAIN = 300  # seconds; whoever stops a web process waits for longer (docs/deploy)
YEAR = 365 * 24 * 3600  # seconds; what the preload lists of browsers ask for

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_SENDER = policy.SMTP
_HOST = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)
_CLASS = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")


def each(validate: Callable[[str], None], words: list[str]) -> None:
    for word in words:
        validate(word)


def postgresql(address: str) -> dict[str, Any]:
    """Only PostgreSQL: the locks, the constraints and the triggers are written for it.

    A pooler may stand in front, such as PgBouncer, that gives each transaction another connection.
    What lives in a connection for longer than a transaction is therefore off wherever Redress
    runs, not by a variable that somebody could forget: cursors of the server, which other processes
    could read from, and prepared statements.
    """
    wrong = ValidationError("It is not the address of a PostgreSQL database.")
    try:
        database = dj_database_url.parse(
            address, conn_max_age=0, conn_health_checks=True, disable_server_side_cursors=True
        )
    except ValueError as error:
        raise wrong from error
    if database["ENGINE"] != "django.db.backends.postgresql" or not database["NAME"]:
        raise wrong
    options = database.setdefault("OPTIONS", {})
    if "prepare_threshold" in options:
        raise ValidationError("It has prepare_threshold, which a pooler would not bear.")
    options["prepare_threshold"] = None  # never
    return dict(database)


def bucket(address: str) -> dict[str, str] | None:
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


def mail_server(address: str) -> dict[str, Any] | None:
    """How a mail server is reached; None where there shall be none.

    A password goes over TLS, or to this machine. The scheme says which: nobody gets less by a
    server that does not offer it.
    """
    if address == "none":
        return None
    parts = _split(address)
    port = _PORTS.get(parts.scheme)
    if port is None or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValidationError("It is not the address of a mail server.")
    if parts.password and parts.scheme == "smtp" and parts.hostname not in LOCAL_NAMES:
        raise ValidationError("The password would go through the network for all to read.")
    return {
        "host": parts.hostname,
        "port": parts.port or port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": {"smtps": "tls", "smtp+starttls": "starttls"}.get(parts.scheme, ""),
    }


def server_or_none(address: str) -> None:
    mail_server(address)


def no_server(address: str) -> None:
    if address != "none":
        raise ValidationError("A demo tells nobody: its mails are only kept.")


def sender(address: str) -> None:
    """A name, or none, and one address."""
    wrong = ValidationError("It is not the name and the mail address of a sender.")
    try:
        found = _SENDER.header_factory("From", address)
    except (ValueError, IndexError) as error:
        raise wrong from error
    whole = len(found.addresses) == 1 and "." in found.addresses[0].domain
    if not whole or found.defects or not address.isascii():
        raise wrong


def between_slashes(address: str) -> None:
    if address and not re.fullmatch(r"/([\w.-]+/)+", address, re.ASCII):
        raise ValidationError("It does not begin and end with a slash.")


def only_for_a_folder(address: str) -> None:
    if address:
        raise ValidationError("EVIDENCE_STORE is set, and nginx has no files of a bucket.")


def one_or_more(number: int) -> None:
    if number < 1:
        raise ValidationError("It is less than one.")


def not_negative(number: int) -> None:
    if number < 0:
        raise ValidationError("It is less than zero.")


def some_minutes(seconds: int) -> None:
    if not 0 <= seconds <= LONGEST_DRAIN:
        raise ValidationError(f"It is not from 0 to {LONGEST_DRAIN}.")


def redis(address: str) -> None:
    if _split(address).scheme not in {"redis", "rediss", "redis+socket"}:
        raise ValidationError("It is not the address of a Redis server.")


def _split(address: str) -> SplitResult:
    """Its parts; without any where it has brackets or a port that no address has."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def not_empty(value: str | list[str]) -> None:
    if not value:
        raise ValidationError("It is empty.")


def hard_to_guess(secret: str) -> None:
    if (
        len(secret) < SECRET_LENGTH
        or len(set(secret)) < SECRET_DIFFERENT_CHARACTERS
        or secret.startswith("django-insecure-")
    ):
        raise ValidationError("It is too easy to guess.")


def long_or_empty(token: str) -> None:
    if token and len(token) < TOKEN_LENGTH:
        raise ValidationError("It is too easy to guess.")


def json_or_plain(form: str) -> None:
    if form not in {"json", "plain"}:
        raise ValidationError("It is neither json nor plain.")


def this_machine(hosts: list[str]) -> None:
    if not set(LOCAL_HOSTS).issuperset(hosts):
        raise ValidationError("DEBUG, DEMO and TESTING serve this machine only: unset them.")


def hosts(found: list[str]) -> None:
    """Django compares the Host header with these; ".shop.example" lets in its subdomains, too."""
    not_empty(found)
    each(_host, found)


def _host(host: str) -> None:
    _not_everybody(host, host)
    if not _is_host(host.removeprefix(".")):
        raise ValidationError(f"{host!r} is not the name of a host.")


def _is_host(name: str) -> bool:
    if name.startswith("[") and name.endswith("]"):
        try:
            return ip_address(name[1:-1]).version == 6
        except ValueError:
            return False
    return bool(_HOST.fullmatch(name))


def _not_everybody(host: str, written: str) -> None:
    """Neither all hosts nor all of a top-level domain; somebody else's name would be let in."""
    if host == "*" or re.fullmatch(r"\*?\.[^.]*", host):
        raise ValidationError(f"{written!r} lets in hosts of other people.")


def origin(address: str) -> None:
    """What a browser sends as the Origin header: a scheme and a host, perhaps a port."""
    parts = _split(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValidationError("An address in it has no https:// in front.")
    if address != f"{parts.scheme}://{parts.netloc}":
        raise ValidationError(f"{address!r} goes on after the host, which no origin does.")
    _not_everybody(parts.netloc.split(":")[0], address)


def https_origin(address: str) -> None:
    """Where HTTPS is on, whoever can change what comes by plain http must not be trusted."""
    origin(address)
    if not address.startswith("https://"):
        raise ValidationError(f"{address!r} is not https, and HTTPS is on.")


def preload_allowed(seconds: int | None, subdomains: bool | None) -> Callable[[bool], None]:
    """What the lists of browsers ask for. A variable that will not do itself comes as None."""

    def check(wanted: bool) -> None:
        if wanted and not (subdomains and (seconds or 0) >= YEAR):
            raise ValidationError("It needs the subdomains and a year.")

    return check


def full_path(path: Path) -> None:
    if not path.is_absolute():
        raise ValidationError("It is not a full path.")


def full_path_or_empty(path: str) -> None:
    if path:
        full_path(Path(path))


def off(value: bool) -> None:
    if value:
        raise ValidationError("It must be off in production.")


def embedded(gateway: str) -> None:
    if gateway != "embedded":
        raise ValidationError("A demo pays and tells nobody: it can only be embedded.")


def embedded_or_class(gateway: str) -> None:
    if gateway != "embedded" and not _CLASS.fullmatch(gateway):
        raise ValidationError("It is neither embedded nor the dotted path of a class.")
