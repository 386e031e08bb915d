"""A penalty by hand names a case or a proof and says why; the two-person rule holds over sums."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Attachment, Policy, User
from disputes.states import State
from sellers.models import Breach, Penalty, Rule, Standing
from sellers.states import BreachState, Trigger
from sellers.verbs.penalties import approve_penalty, decline_penalty, lower_penalty, penalise
from sellers.verbs.rules import publish_rule
from tests.support.form_files import upload
from tests.support.given_penalties import proof
from tests.support.moments import moment
from tests.support.old_cases import erased, paid_case
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.standing_pages import STORES
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REASONS = "The store asked the buyer to pay by bank transfer."


@pytest.fixture
def small(world: World) -> Rule:
    """A rule of three points, which repeats nothing."""
    rule = Rule(code="small", title="Small", text="-", proof="-", points=3, days=365, version=0)
    rule.trigger, rule.repeat_days = Trigger.BY_HAND, 0
    return publish_rule(world.supervisor, rule, change_note="For this test.")


def give(
    world: World,
    rule: Rule,
    by: User | None = None,
    *,
    files: Sequence[Attachment] | None = None,
    reasons: str = REASONS,
    **more: Any,
) -> Breach:
    by = by or world.supervisor
    return penalise(
        by,
        world.store,
        rule=rule,
        reasons=reasons,
        files=proof(by) if files is None else files,
        idempotency_key=uuid4(),
        **more,
    )


def states(world: World) -> list[str]:
    return list(
        Breach.objects.filter(store=world.store).order_by("pk").values_list("state", flat=True)
    )


def balance(world: World) -> int:
    return Standing.objects.get(store=world.store).balance


# The two-person rule


def test_what_one_person_gives_in_parts_counts_together(world: World, small: Rule) -> None:
    """Five times three points in a moment: from the fourth on, a second person must approve."""
    for _time in range(5):
        give(world, small)
    assert states(world) == [BreachState.PENALISED] * 3 + [BreachState.PROPOSED] * 2
    assert balance(world) == 9


def test_it_counts_together_over_the_days_of_the_policy(world: World, small: Rule) -> None:
    for _time in range(3):
        give(world, small)
    days = Policy.objects.latest().second_person_days * DAY
    with moment(clock.now() + days - timedelta(minutes=1)):
        assert give(world, small).state == BreachState.PROPOSED
    with moment(clock.now() + days + timedelta(minutes=1)):
        assert give(world, small).state == BreachState.PENALISED


def test_each_store_and_each_person_is_counted_for_itself(world: World, small: Rule) -> None:
    for _time in range(3):
        give(world, small)
    another = make_user("supervisor", "Supervisors")
    assert give(world, small, another).state == BreachState.PENALISED
    world.store = world.other_store
    assert give(world, small).state == BreachState.PENALISED


def test_what_a_second_person_has_seen_does_not_count_again(world: World, small: Rule) -> None:
    for _time in range(4):
        last = give(world, small)
    second = make_user("supervisor", "Supervisors")
    approve_penalty(second, last)
    for penalty in Penalty.objects.exclude(breach=last):
        lower_penalty(second, penalty, points=0, reasons="They were for nothing.")
    assert give(world, small).state == BreachState.PENALISED


def test_what_was_declined_does_not_count(world: World, small: Rule) -> None:
    for _time in range(2):
        give(world, small)
    large = give(world, Rule.objects.get(code="false_evidence"))
    assert large.state == BreachState.PROPOSED
    decline_penalty(make_user("supervisor", "Supervisors"), large, reasons="It is not so at all.")
    assert give(world, small).state == BreachState.PENALISED


def test_the_page_says_so_before(world: World, small: Rule) -> None:
    for _time in range(3):
        give(world, small)
    dispute = world.open_dispute()
    data = {"rule": small.pk, "case": dispute.reference, "reasons": REASONS}
    client, address = signed_in(world.supervisor), f"{STORES}{world.store.pk}/penalise/"
    with nothing_changes():
        said = client.post(address, data).context["consequences"]
    assert said[:2] == [
        (
            "You alone have given this store 9 points in 30 days. Together with these it is at "
            "least 12, so a second supervisor must approve, and nothing counts yet."
        ),
        (
            "If it is approved, it comes to 3 points, which would bring the store from 9 to 12 "
            "and restrict it for 7 days."
        ),
    ]


# A case or a proof, and reasons


def test_without_a_case_and_without_a_file_there_is_no_penalty(world: World, small: Rule) -> None:
    with refused(Code.CITATION_INVALID, field="case", says="or add a file that shows it"):
        give(world, small, files=[])


@pytest.mark.parametrize("reasons", ["x", 12 * "\u2063", 12 * ".", 12 * "\u3164", " a b c d "])
def test_reasons_say_something(reasons: str, world: World, small: Rule) -> None:
    files = proof(world.supervisor)
    with refused(Code.TEXT_MISSING, field="reasons"):
        give(world, small, files=files, reasons=reasons)


def test_who_is_involved_in_the_case_gives_no_penalty_about_it(world: World, small: Rule) -> None:
    buyer = make_user("supervisor", "Supervisors")
    world.buyer, own = buyer, world.buyer
    dispute = world.open_dispute()
    world.buyer = own
    with refused(Code.NOT_ALLOWED, field="case", says="You are involved in this case"):
        give(world, small, buyer, files=[], dispute=dispute)


def test_who_has_a_case_with_the_store_gives_it_no_penalty(world: World, small: Rule) -> None:
    buyer = make_user("supervisor", "Supervisors")
    world.buyer, own = buyer, world.buyer
    dispute = world.open_dispute()
    world.buyer = own
    files = proof(buyer)
    with refused(Code.NOT_ALLOWED, says="You have a case with this store"):
        give(world, small, buyer, files=files)
    assert world.again(dispute).state == State.AWAITING_SELLER


def test_a_file_goes_with_the_form_and_the_store_sees_it(world: World, small: Rule) -> None:
    client, address = signed_in(world.supervisor), f"{STORES}{world.store.pk}/penalise/"
    data: dict[str, Any] = {"rule": small.pk, "reasons": REASONS, "idempotency_key": str(uuid4())}
    shown = client.post(address, data | {"files": [upload("chat.jpg")]})
    assert "consequences" in shown.context
    [file] = Attachment.objects.filter(uploader=world.supervisor)
    assert f'name="held-files" value="{file.public_id}"' in shown.text
    done = client.post(address, data | {"held-files": [str(file.public_id)], "confirm": "yes"})
    assert told(done) == ["The penalty is given."]
    penalty = Penalty.objects.get()
    assert list(penalty.breach.files) == [file]
    seller = signed_in(world.seller)
    assert file.thumbnail_url in seller.get(f"/seller/standing/penalties/{penalty.pk}/").text
    assert seller.get(file.thumbnail_url).status_code == 200
    assert signed_in(world.other_seller).get(file.thumbnail_url).status_code == 404


def test_what_shows_a_proposal_is_not_for_the_store(world: World) -> None:
    breach = give(world, Rule.objects.get(code="false_evidence"))
    [file] = breach.files
    assert signed_in(world.seller).get(file.thumbnail_url).status_code == 404
    second = make_user("supervisor", "Supervisors")
    assert file.thumbnail_url in signed_in(second).get(f"{STORES}proposals/{breach.pk}/").text
    assert signed_in(second).get(file.thumbnail_url).status_code == 200


def test_a_case_that_was_erased_shows_nothing_any_more(world: World, small: Rule) -> None:
    dispute = paid_case(world)
    with (
        erased(dispute) as gone,
        refused(Code.CITATION_INVALID, field="case", says="were erased"),
    ):
        give(world, small, files=[], dispute=gone)


def test_only_supervisors_add_files_to_that_form(world: World) -> None:
    address = f"/files/for/penalty-for-{world.store.pk}/"
    assert signed_in(world.arbitrator).post(address, {"file": upload()}).status_code == 404
    assert signed_in(world.supervisor).post(address, {"file": upload()}).status_code == 201
