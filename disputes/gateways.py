"""Where refunds are paid: a small interface, and an escrow of our own behind it."""

import secrets
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from disputes import clock
from disputes.models import EscrowTransfer


class EscrowGateway(Protocol):
    """Whoever holds the buyers' money.

    Idempotent by `key`: asked twice, it pays once and answers with the same reference. Raises
    `GatewayError` when it cannot tell that it has paid; the worker then asks again later. It must
    not wait for its provider longer than some ten seconds.
    """

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str: ...


class GatewayError(Exception):
    """The gateway did not confirm the payment. Its text is shown to staff, and names nobody."""


class EmbeddedEscrow:
    """An escrow inside the same database, for installations without a payment provider."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
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
    gateway: type[EscrowGateway] = import_string(settings.ESCROW_GATEWAY)
    return gateway()
