"""Where the marketplace is told what became of a store."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage
from django.utils.module_loading import import_string

from disputes import clock
from disputes.gateways import unfit
from sellers.models import MarketplaceNotice


class Marketplace(Protocol):
    """The marketplace that sells what stores offer, and can warn, restrict or close them.

    Made anew, without arguments, for each use and once at the start of every process. Idempotent by
    `key`. Messages may come late and out of order: `at` says when each happened, and `in_force`
    what held then. It raises when it cannot tell that it has heard, and must not wait longer than
    some ten seconds.
    """

    def tell(self, *, key: str, payload: Mapping[str, Any]) -> None: ...


class EmbeddedMarketplace:
    """A list of what was told, in the same database; no marketplace hears of it."""

    def tell(self, *, key: str, payload: Mapping[str, Any]) -> None:
        MarketplaceNotice.objects.get_or_create(
            key=key,
            defaults={
                "store_id": payload["store"],
                "payload": dict(payload),
                "received_at": clock.now(),
            },
        )


def marketplace() -> Marketplace:
    """The one that the settings name."""
    gateway: Marketplace = import_string(settings.MARKETPLACE_GATEWAY)()
    return gateway


def tells_nobody() -> bool:
    """Whether sanctions are only listed in our own database."""
    named: object = import_string(settings.MARKETPLACE_GATEWAY)
    return named is EmbeddedMarketplace


def marketplace_can_be_made(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A system check."""
    return unfit("MARKETPLACE_GATEWAY", "tell")
