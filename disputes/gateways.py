"""Where refunds are paid: a small interface, and an escrow of our own behind it."""

import secrets
from collections.abc import Sequence
from typing import Any, Protocol

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from disputes import clock
from disputes.models import EscrowTransfer


class EscrowGateway(Protocol):
    """The provider that holds the buyers' money.

    Made anew, without arguments, for each use and once at the start of every process. Idempotent by
    `key`: asked twice, it pays once and answers with the same reference. Raises `GatewayError` when
    it cannot tell that it has paid; the worker then asks again later. It must not wait for its
    provider longer than some ten seconds.
    """

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str: ...

    def pay_freight(self, *, key: str, amount_minor: int, currency: str, payer: str) -> str:
        """To the buyer, for having sent goods back; `payer` is "seller" or "platform"."""
        ...


class GatewayError(Exception):
    """The gateway did not confirm the payment. Its text is shown to staff, and names nobody."""


class EmbeddedEscrow:
    """An escrow inside the same database: it books refunds, and pays nobody."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        return self._book(key, amount_minor, currency)

    def pay_freight(self, *, key: str, amount_minor: int, currency: str, payer: str) -> str:
        return self._book(key, amount_minor, currency)

    def _book(self, key: str, amount_minor: int, currency: str) -> str:
        transfer, _created = EscrowTransfer.objects.get_or_create(
            key=key,
            defaults={
                "amount_minor": amount_minor,
                "currency": currency,
                "made_at": clock.now(),
                "reference": f"ESC-{secrets.token_hex(6).upper()}",
            },
        )
        if (transfer.amount_minor, transfer.currency) != (amount_minor, currency):
            raise GatewayError(f"{key} was used for another amount")
        return transfer.reference


def escrow() -> EscrowGateway:
    """The gateway that the settings name."""
    gateway: EscrowGateway = import_string(settings.ESCROW_GATEWAY)()
    return gateway


def pays_nobody() -> bool:
    """Whether refunds are only booked in our own database."""
    named: object = import_string(settings.ESCROW_GATEWAY)
    return named is EmbeddedEscrow


def escrow_can_be_made(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A system check."""
    return unfit("ESCROW_GATEWAY", "refund") or unfit("ESCROW_GATEWAY", "pay_freight")


def unfit(setting: str, method: str) -> list[CheckMessage]:
    """What is wrong with the class that a setting names, found by importing and making it.

    So it is found at the start, not by the first refund.
    """
    named = getattr(settings, setting)
    step = "imported"
    try:
        make = import_string(named)
        step = "made"
        gateway = make()
    except Exception as error:  # noqa: BLE001  # somebody else's code: anything may happen
        found = f"{type(error).__name__}: {error}"
    else:
        if callable(getattr(gateway, method, None)):
            return []
        step, found = "used", f"it has no method {method}"
    return [
        Error(
            f"{setting} names {named}, which cannot be {step}: {found}.",
            hint=f"Set {setting} to the dotted path of a class that can be made without arguments "
            f"and has a method {method}; or to embedded, which writes into the database only.",
            id="redress.E004",
        )
    ]
