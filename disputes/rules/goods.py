"""Who has the goods."""

from datetime import datetime
from enum import StrEnum


class Goods(StrEnum):
    """Where the goods of a case are, as far as the case knows."""

    NEVER_CAME = "never_came"  # says the buyer
    BUYER = "buyer"
    ON_THE_WAY_BACK = "on_the_way_back"
    SELLER = "seller"


def goods_are(*, received: bool, shipped_at: datetime | None, back_at: datetime | None) -> Goods:
    """`shipped_at`: when they were sent back. `back_at`: when the return was delivered, or the
    seller said what is wrong with it."""
    if back_at is not None:
        return Goods.SELLER
    if shipped_at is not None:
        return Goods.ON_THE_WAY_BACK
    return Goods.BUYER if received else Goods.NEVER_CAME
