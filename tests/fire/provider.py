"""A payment provider with a book of its own, outside the database: what it did stays done."""

import os
from pathlib import Path

from disputes.gateways import GatewayError
from tests.fire.faults import reached

FORGETFUL = "DRILL_FORGETFUL"


class Book:
    """One file for each key that was paid, and a line for each payment in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "payments"
        self.folder.mkdir(exist_ok=True)

    def pay(self, key: str, text: str, *, again: bool) -> None:
        """Pay, unless this key was paid; one that forgets its keys pays each time."""
        with (self.folder / key).open("a+") as page:
            page.seek(0)
            before = page.read()
            if before and before != text and not again:
                raise GatewayError(f"{key} was used for another amount")
            if not before or again:
                page.write(text)

    def payments(self) -> dict[str, int]:
        """How often each key was paid."""
        return {page.name: page.read_text().count("\n") for page in self.folder.iterdir()}


class Provider:
    """What the settings of a drill name as ESCROW_GATEWAY."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        reached("before sending")
        book = Book(Path(os.environ["DRILL_FOLDER"]))
        book.pay(key, f"{amount_minor} {currency}\n", again=bool(os.environ.get(FORGETFUL)))
        reached("after sending")
        return f"PAID-{key}"

    def pay_freight(self, *, key: str, amount_minor: int, currency: str, payer: str) -> str:
        return self.refund(key=key, amount_minor=amount_minor, currency=currency)
