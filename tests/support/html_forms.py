"""A form of a page as a browser without scripts would send it."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

Sent = dict[str, list[str]]


class _Forms(HTMLParser):
    """Every form of a page: its attributes, and what it sends when nothing is touched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], Sent]] = []
        self._text: str | None = None  # the name of the text area that is open
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((found, {}))
        if not self.forms:
            return
        sent, name = self.forms[-1][1], found.get("name", "")
        if tag == "input" and name:
            kind = found.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" in found:
                sent.setdefault(name, []).append(found.get("value", "on"))
            elif kind not in ("checkbox", "radio", "file", "submit", "button"):
                sent.setdefault(name, []).append(found.get("value", ""))
        elif tag == "textarea":
            self._text = name
            sent.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            sent.setdefault(self._select, []).append(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            texts = self.forms[-1][1][self._text]
            texts[-1] = texts[-1].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1][1][self._text][-1] += data


def form_on(page: Any, having: str) -> Sent:
    """What the form with a field of this name sends when nothing is touched."""
    [sent] = [sent for _attributes, sent in forms_on(page) if having in sent]
    return sent


def forms_on(page: HttpResponse) -> list[tuple[dict[str, str], Sent]]:
    reader = _Forms()
    reader.feed(page.content.decode())
    return reader.forms
