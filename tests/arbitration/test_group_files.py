"""Photos that several cases of one application show are stored once, and go with the last."""

from datetime import timedelta

import pytest

from disputes.background import outbox
from disputes.models import Attachment, Dispute
from disputes.models.orders import private_storage
from disputes.verbs import negotiation
from tests.support.groups import apply_for, items_of_one_parcel
from tests.support.moments import moment
from tests.support.old_cases import erase_at, expires
from tests.support.world import World

pytestmark = pytest.mark.django_db


def shown_together(world: World) -> list[Dispute]:
    items = items_of_one_parcel(world, 2, came=True)
    return apply_for(world, items, reason="colour", files=[world.photo(world.buyer)])


def test_they_are_erased_with_the_last_of_the_cases(world: World) -> None:
    first, second = shown_together(world)
    names = Attachment.objects.earliest("pk").stored_names
    storage = private_storage()
    negotiation.accept(world.as_seller, first, first.proposals.get())
    outbox.deliver_outbox()
    with moment(first.opened_at + timedelta(days=1)):
        negotiation.accept(world.as_seller, second, second.proposals.get())
        outbox.deliver_outbox()
    with moment(expires(world.again(first))):
        assert erase_at(expires(world.again(first))) == 1
        outbox.deliver_outbox()
    assert all(storage.exists(name) for name in names), "the other case still shows them"
    with moment(expires(world.again(second))):
        assert erase_at(expires(world.again(second))) == 1
        outbox.deliver_outbox()
    assert not any(storage.exists(name) for name in names)
