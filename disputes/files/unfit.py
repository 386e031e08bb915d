"""How the program that opens pictures says no: by a code, since it has no Django to speak with."""

from typing import Literal

from disputes.errors import Code

UnfitCode = Literal[Code.PHOTO_BROKEN, Code.PHOTO_TOO_MANY_PIXELS]


class Unfit(Exception):
    """This picture is refused; `code` says why."""

    def __init__(self, code: UnfitCode) -> None:
        super().__init__(code)
        self.code = code
