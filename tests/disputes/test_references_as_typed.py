"""A reference is found however it is typed: in searches, filters, addresses and commands."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from arbitration.forms.access_log import AccessLogForm
from disputes import search
from disputes.models import Dispute
from disputes.models.references import as_written, beginnings
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def typings(reference: str) -> list[str]:
    prefix, first, second = reference.split("-")
    return [
        reference,
        reference.lower(),
        f"{first}{second}",
        f"{prefix}{first}{second}".lower(),
        f"{first}-{second}",
        f" {prefix} {first} {second} ",
        f"{first} {second}".lower(),
        reference.replace("-", "\u2013"),  # as word processors do
        reference.translate(FULL_WIDTH),
    ]


@pytest.mark.parametrize("typed", typings("R-7K3M-9QXA"))
def test_it_is_read_as_it_is_written(typed: str) -> None:
    assert as_written(typed, "R") == "R-7K3M-9QXA"


@pytest.mark.parametrize("typed", [*typings("O-7K3M-9QXA"), "0-7K3M-9QXA", "07k3m9qxa"])
def test_a_zero_is_the_letter_of_orders(typed: str) -> None:
    assert as_written(typed, "O") == "O-7K3M-9QXA"


def test_what_begins_like_a_prefix_can_be_one_or_not() -> None:
    assert beginnings("R7K", "R") == ["R-R7K", "R-7K"]
    assert beginnings("7k3m9", "R") == ["R-7K3M-9"]
    assert beginnings("RRRRRRRRR", "R") == ["R-RRRR-RRRR"]
    assert beginnings("much too long for one", "R") == []


@pytest.mark.django_db
def test_searches_find_it(world: World) -> None:
    dispute, _other = world.open_dispute(), world.open_dispute()
    order = dispute.line.order.reference
    seller, staff = signed_in(world.seller), signed_in(world.supervisor)
    buyer = signed_in(world.buyer)
    ways = (search.by_reference, search.by_order, search.by_title, search.by_buyer)
    for typed in [*typings(dispute.reference), *typings(order), f"0{order[1:]}"]:
        assert search.some(Dispute.objects.all(), typed, ways) == [dispute.pk], typed
        rows = seller.get("/seller/", {"words": typed}).context["rows"]
        assert [row.dispute for row in rows] == [dispute], typed
        rows = staff.get(CASES, {"tab": "all", "words": typed}).context["rows"]
        assert [row.dispute for row in rows] == [dispute], typed
        shown = buyer.get(reverse("buyers:orders"), {"q": typed.strip()}).text
        assert (order in shown, _other.line.order.reference in shown) == (True, False), typed


@pytest.mark.django_db
def test_filters_addresses_and_commands_find_it(world: World) -> None:
    dispute = world.open_dispute()
    buyer, seller, staff = map(signed_in, (world.buyer, world.seller, world.supervisor))
    for typed in typings(dispute.reference):
        form = AccessLogForm({"case": typed.strip()}, viewer=world.supervisor)
        assert form.is_valid(), (typed, form.errors)
        assert form.cleaned_data["case"] == dispute
        said = StringIO()
        call_command("verify_history", typed, stdout=said)
        assert said.getvalue().startswith("1 cases")
    bare = dispute.reference.replace("-", "")
    for typed in (dispute.reference.lower(), bare[1:], bare.lower()):
        assert buyer.get(f"/buyer/cases/{typed}/").status_code == 200
        assert seller.get(f"/seller/cases/{typed}/").status_code == 200
        assert staff.get(f"{CASES}{typed}/").status_code == 200
        assert buyer.get(f"/buyer/cases/{typed}X/").status_code == 404
