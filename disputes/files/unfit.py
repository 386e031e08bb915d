"""How the program that opens pictures says no: by a code, since it has no Django to speak with."""

from disputes.errors import Code


class Unfit(Exception):
    """This picture is refused; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code
