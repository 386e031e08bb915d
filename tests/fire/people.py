"""A browser, as far as a drill needs one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class Browser:
    """Signed in; each request on a connection of its own."""

    def __init__(self, address: str, cookie: str) -> None:
        self._host = urlsplit(address).netloc
        self._cookie = cookie

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str], token: str = "") -> Answer:
        """A form, as it was sent from its page."""
        body = urlencode(fields).encode()
        return self.send(path, body, "application/x-www-form-urlencoded", token)

    def send(self, path: str, body: bytes, content_type: str, token: str = "") -> Answer:
        token = token or self.token(path)
        headers = {"Content-Type": content_type, "X-CSRFToken": token}
        return self._ask("POST", path, body, headers, f"; csrftoken={token}")

    def token(self, path: str) -> str:
        """Of the form at this address."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).text)
        assert found, f"there is no form at {path}"
        return found[1]

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = {},
        cookies: str = "",
    ) -> Answer:
        connection = HTTPConnection(self._host, timeout=60)
        try:
            headers = {"Cookie": self._cookie + cookies, **headers}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()
