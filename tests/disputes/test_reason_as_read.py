"""Supervisors say a reason otherwise; what a case shows stays as its buyer read it."""

import pytest

from arbitration.selectors.arbitrator_stats import arbitrator_stats
from arbitration.selectors.precedents import precedents
from disputes import clock
from disputes.models import Dispute, Event, Policy, Reason
from disputes.rules.policy import days
from disputes.states import Party
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import run_out
from tests.support.terms import FULL_REFUND
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PATH = [
    "I received it, but it is not as described",
    "It differs from the picture or description",
    "Different colour or pattern",
]
OF_NOW = "Counterfeit goods"


def say_otherwise() -> None:
    """Every label of the path, as pages and scripts may."""
    for reason in Reason.objects.filter(label__in=PATH):
        reason.label = OF_NOW
        reason.save()


def test_every_page_and_paper_keeps_the_words_of_then() -> None:
    world = World()
    dispute = world.open_dispute()
    buyer, seller = signed_in(world.buyer), signed_in(world.seller)
    supervisor = signed_in(world.supervisor)

    def texts() -> dict[str, str]:
        pages = {
            "buyer": buyer.get(f"/buyer/cases/{dispute.reference}/"),
            "my cases": buyer.get("/buyer/cases/"),
            "seller": seller.get(f"/seller/cases/{dispute.reference}/"),
            "queue": seller.get("/seller/"),
            "arbitrator": supervisor.get(address(dispute)),
            "all cases": supervisor.get("/admin/disputes/dispute/", {"tab": "all"}),
        }
        found = {name: page.content.decode() for name, page in pages.items()}
        return found | {
            f"PDF of {party}": text_of(file_of(world, dispute, party)) for party in Party
        }

    said = {name: text.count(PATH[-1]) for name, text in texts().items()}
    say_otherwise()
    for name, text in texts().items():
        # The filters above a list offer what can be chosen now.
        shown = text[text.index("<table") :] if name in ("all cases", "queue") else text
        assert PATH[-1] in shown, name
        assert OF_NOW not in shown, name
    assert all(said.values()), said


def test_the_history_holds_the_whole_path() -> None:
    dispute = World().open_dispute()
    opened = Event.objects.get(dispute=dispute, number=1)
    assert dispute.reason_labels == PATH
    assert [*opened.data["reason_above"], opened.data["reason"]] == PATH


def test_a_reason_that_is_said_otherwise_is_another_one_to_compare_with() -> None:
    world = World()
    old = ruled(world)
    say_otherwise()
    new, newer = ruled(world), ruled(world)
    since = clock.now() - days(30)
    of = arbitrator_stats(since).by_reason
    assert {labels[-1]: each.number for (_who, labels), each in of.items()} == {
        PATH[-1]: 1,
        OF_NOW: 2,
    }
    alike = precedents(newer, world.supervisor, None)
    assert [[one.dispute for one in each.found] for each in alike] == [[new], [old]]
    assert [each.similarity for each in alike] == ["listing", "store"]


def ruled(world: World) -> Dispute:
    dispute = world._awaiting_ruling(FULL_REFUND)
    world.rule(dispute, FULL_REFUND)
    run_out(world, dispute)
    assert Policy.objects.count() == 1
    return world.again(dispute)
