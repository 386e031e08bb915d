"""What a mail says, before it is written as plain text and HTML."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """The one thing to do: where it leads is a path of this site, such as "/buyer/cases/"."""

    label: str
    path: str


@dataclass(frozen=True)
class Content:
    """In the reader's language and zone already, and without anything private: no name of the other
    side, no address, nothing that people wrote.

    `lines` are whole sentences. `deadline` says until when and what follows. `summary` is what a
    list of mails shows beside the subject: the first line, unless it is given. `switch_off` is the
    path of the page on which the reader switches such mails off; empty where they may not.
    """

    subject: str
    lines: Sequence[str]
    button: Button
    deadline: str = ""
    reference: str = ""
    summary: str = ""
    switch_off: str = ""
