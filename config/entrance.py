"""What a request must be before Django reads it: understandable, and whole.

Django reads the Content-Type while it makes the request, before any middleware could answer; and
it takes whatever the web server hands over for the body, also the half that had arrived when the
sender went away. "4" of "45.00" would be an offer.
"""

import codecs
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest
from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Where `config.plain_requests.PlainRequests` finds why a request is not taken.
REFUSED = "redress.refused"

# RFC 2046, section 5.1.1.
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")

NOT_WHOLE = (
    "Only a part of what was sent has arrived, so nothing was changed. Go back and send it again."
)
NO_LENGTH = "Send this with its length (Content-Length)."
NOT_UTF8 = "Send this as UTF-8."
NOT_A_TYPE = "The Content-Type of this cannot be read."


class WholeBody:
    """The body of a request. Reading it fails as a bad request when it is shorter than announced.

    So it does when it has that length and its last part is open: a body in parts ends with
    `closing`, its boundary between hyphens (RFC 2046, section 5.1.1).
    """

    def __init__(self, body: Any, length: int, closing: bytes = b"") -> None:
        self._body, self._left = body, length
        self._closing, self._tail = closing, b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, fewer only where the body ends."""
        wanted = self._left if size < 0 else min(size, self._left)
        return self._checked(self._body.read(wanted), wanted) if wanted else b""

    def readline(self, size: int = -1) -> bytes:
        """A line, or `size` bytes of it."""
        wanted = self._left if size < 0 else min(size, self._left)
        if not wanted:
            return b""
        line: bytes = self._body.readline(wanted)
        return self._checked(line, len(line) if line.endswith(b"\n") else wanted)

    def _checked(self, data: bytes, wanted: int) -> bytes:
        self._left -= len(data)
        if len(data) < wanted:
            raise BadRequest(NOT_WHOLE)
        if self._closing:
            seen = self._tail + data
            if self._closing in seen:
                self._closing = b""
            elif not self._left:
                raise BadRequest(NOT_WHOLE)
            self._tail = seen[-len(self._closing) :] if self._closing else b""
        return data


def entrance(application: "WSGIApplication") -> "WSGIApplication":
    """The application behind these checks. What they refuse is answered by its own middleware, so
    that the answer has the headers and the line in the log of every other."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        parameters = _parameters(environ)
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal():
            boundary = parameters.get("boundary", "")
            closing = f"--{boundary}--".encode(errors="replace") if boundary else b""
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length), closing)
        elif environ.get("HTTP_TRANSFER_ENCODING"):
            # Django reads nothing of a body without a length: an empty form for a filled-in one.
            environ[REFUSED] = NO_LENGTH
        return application(environ, start_response)

    return answer


def _parameters(environ: "WSGIEnvironment") -> dict[str, str]:
    """Those of the Content-Type. One that Django could not read is taken out, and told."""
    try:
        kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE") or "")
        charset = parameters.get("charset")
        if charset is None:
            return parameters if kind == "multipart/form-data" else {}
        if codecs.lookup(charset).name == "utf-8":
            # Django knows it by this one name.
            environ["CONTENT_TYPE"] = f"{kind}; charset=utf-8"
            if kind != "multipart/form-data":
                return {}
            # What was written in another way than plainly might read as something else now.
            if not _BOUNDARY.fullmatch(parameters.get("boundary", "")):
                raise ValueError
            environ["CONTENT_TYPE"] += f'; boundary="{parameters["boundary"]}"'
            return parameters
        environ[REFUSED] = NOT_UTF8
    except LookupError:
        environ[REFUSED] = NOT_UTF8
    except (ValueError, UnicodeError):
        environ[REFUSED] = NOT_A_TYPE
    environ["CONTENT_TYPE"] = ""
    return {}
