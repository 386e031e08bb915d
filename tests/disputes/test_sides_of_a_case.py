"""What a case keeps of a side is read and set by party, and nothing of the other side is."""

from datetime import UTC, datetime

import pytest

from disputes.models import Dispute
from disputes.models.sides import Side
from disputes.states import OTHER_SIDE, Party


@pytest.mark.parametrize("party", OTHER_SIDE)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("finished_at", datetime(2026, 5, 4, tzinfo=UTC)),
        ("asked", True),
        ("appealed_at", datetime(2026, 5, 4, tzinfo=UTC)),
        ("may_appeal", True),
    ],
)
def test_each_is_a_column_of_its_own(party: Party, name: str, value: object) -> None:
    dispute = Dispute()
    before = columns(dispute)
    setattr(dispute.side(party), name, value)
    assert columns(dispute) == before | {f"{party}_{name}": value}
    assert getattr(dispute.side(party), name) == value
    assert not getattr(dispute.side(OTHER_SIDE[party]), name)


def test_the_platform_is_no_side() -> None:
    assert [side.party for side in Dispute().sides] == [Party.BUYER, Party.SELLER]
    with pytest.raises(AssertionError):
        Side(Dispute(), Party.PLATFORM)


def columns(dispute: Dispute) -> dict[str, object]:
    stored = [field for field in Dispute._meta.concrete_fields if not field.generated]
    return {field.attname: getattr(dispute, field.attname) for field in stored}
