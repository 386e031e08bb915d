"""Where the marketplace is told what became of a store."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from disputes import clock
from sellers.models import MarketplaceNotice


class Marketplace(Protocol):
    """Whoever shows and sells what stores offer, and can warn, restrict or close them.

    Idempotent by `key`. Messages may come late and out of order: `at` says when each happened, and
    `in_force` what held then. It raises when it cannot tell that it has heard, and must not wait
    longer than some ten seconds.
    """

    def tell(self, *, key: str, payload: Mapping[str, Any]) -> None: ...


class EmbeddedMarketplace:
    """A list of what was told, in the same database, for installations without a marketplace."""

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
    named: type[Marketplace] = import_string(settings.MARKETPLACE_GATEWAY)
    return named()
