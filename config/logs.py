"""How every process logs: JSON lines for machines, plain lines for developers, nothing personal.

What a line may say is listed here. A line never holds names, addresses of machines, what somebody
searched for or wrote: what goes wrong is told by kind and place, and by the case's reference.
"""

import re
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import Filter, Formatter, LogRecord
from typing import Any

import orjson
from pythonjsonlogger.json import JsonFormatter


@dataclass(frozen=True)
class Request:
    """What lines say about the request in which they are written."""

    id: str
    case: str = ""


current: ContextVar[Request | None] = ContextVar("current", default=None)

# What a line may hold besides its time, level, logger, message, request, case and error.
EXTRAS = (
    *("method", "route", "status", "duration_ms"),
    *("file", "copy", "user", "allowed"),
    *("account", "network"),  # keyed hashes, for signing in
    *("number", "event", "side", "from", "to", "due"),
    *("refund", "result", "sweep", "counts", "seconds"),
)
# The public reference of a case, in an address or anywhere in a message.
CASE = re.compile(r"\bR-[0-9A-Z]{4}-[0-9A-Z]{4}\b")

_GUNICORN = re.compile("Invalid request|Error handling request")

Describe = Callable[[BaseException], str]


class NothingPersonal(Filter):
    """Rewrites the lines of libraries that would tell about people.

    An error is told by what `describe` makes of it, and a path by its route: in an address that
    does not exist, people may have written anything.
    """

    def __init__(self, describe: Describe) -> None:
        super().__init__()
        self._describe = describe

    def filter(self, record: LogRecord) -> bool:
        if record.name == "gunicorn.error" and (line := _GUNICORN.match(str(record.msg))):
            # What follows are addresses and query strings.
            record.msg, record.args = line[0], ()
        elif record.name.startswith("django.security."):
            # A host, an origin or a filter that somebody made up: what kind it was is enough, and
            # its place in the code says nothing.
            record.msg, record.args = "A request was refused: %s", (record.name.split(".")[-1],)
            record.exc_info = record.exc_text = None
        elif record.name == "celery.app.trace" and isinstance(record.args, dict):
            # Celery would write the error's text and what the task was given.
            record.msg, record.args = "Task %(name)s %(description)s", record.args
        elif isinstance(record.args, tuple):
            record.args = tuple(self._told(record, argument) for argument in record.args)
        return True

    def _told(self, record: LogRecord, argument: object) -> object:
        request = getattr(record, "request", None)
        if request is not None and argument == request.path:
            return route_of(request)
        return self._describe(argument) if isinstance(argument, BaseException) else argument


class Plain(Formatter):
    """Lines for people at a terminal. A record with `lines` is so many lines."""

    def __init__(self, describe: Describe) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._describe = describe

    def formatMessage(self, record: LogRecord) -> str:  # noqa: N802 - the name is logging's
        lines = []
        for line in getattr(record, "lines", [{"message": record.message}]):
            record.message = line["message"]
            lines.append(super().formatMessage(record))
        return "\n".join(lines)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        return told(ei[1], self._describe)


class Json(JsonFormatter):
    """One object in each line, for a log system.

    A record with `lines`, of which each has a `message` and fields that may be told, is so many
    lines: an act on a thousand cases tells of each without the cost of a record for each.
    """

    def __init__(self, describe: Describe) -> None:
        super().__init__(json_ensure_ascii=False)
        self._describe = describe

    def format(self, record: LogRecord) -> str:
        if not hasattr(record, "lines"):
            return str(super().format(record))
        common = _common(record)
        return "\n".join(orjson.dumps(common | dict(line)).decode() for line in record.lines)

    def add_fields(
        self, log_data: dict[str, Any], record: LogRecord, message_dict: dict[str, Any]
    ) -> None:
        message, request = record.getMessage(), current.get()
        log_data |= _common(record) | {"message": message}
        if case := _case(message, request):
            log_data["case"] = case
        log_data |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            log_data["exception"] = message_dict["exc_info"]

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        return told(ei[1], self._describe)


def _common(record: LogRecord) -> dict[str, Any]:
    """What every line says. The message comes after the logger, for those who read it raw."""
    at, request = datetime.fromtimestamp(record.created, UTC), current.get()
    told = {
        "time": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": "",
    }
    return told if request is None else told | {"request": request.id}


def _case(message: str, request: Request | None) -> str:
    """That which the message names, else the one whose page was asked for."""
    named = CASE.search(message)
    if named:
        return named[0]
    return request.case if request else ""


def told(error: BaseException | None, describe: Describe) -> str:
    """As Python's own traceback, but with the description of each error instead of its text."""
    parts = [
        "".join([*traceback.format_tb(each.__traceback__), describe(each)])
        for each in _chain(error)
    ]
    return "\n\n".join(reversed(parts))


def route_of(request: Any) -> str:
    """The name of the address, which is the same for every case and every search."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "unknown"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def logging_as(form: str) -> dict[str, Any]:
    """The setting LOGGING, with lines that are "json" or "plain".

    The apps are known here by name only: `brief` is the core's rule for telling about an error.
    """
    brief = "ext://disputes.kernel.failures.brief"
    formatter = {"json": "config.logs.Json", "plain": "config.logs.Plain"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "nothing_personal": {"()": "config.logs.NothingPersonal", "describe": brief},
        },
        "formatters": {form: {"()": formatter, "describe": brief}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["nothing_personal"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django's own set-up would mail errors to ADMINS; here all of it goes to stderr.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Every request has its line (config.requests); these two would write another one,
            # with the path and the query string.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            # A line for every tick would bury the others.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }
