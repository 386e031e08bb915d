"""Which rule an act breaks, and publishing: a change never touches what happened before it."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from disputes import clock
from disputes.errors import Code
from sellers.background.ledger_sweep import enforce_standing
from sellers.kernel.rulebook import Rulebook
from sellers.models import Breach, Penalty, Rule
from sellers.states import BreachState, Trigger
from sellers.verbs.penalties import penalise
from sellers.verbs.rules import publish_rule
from tests.support.given_penalties import proof
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def latest(code: str) -> Rule:
    return Rule.objects.filter(code=code).latest("version")


def publish(world: World, code: str, **changes: Any) -> Rule:
    """A new version of this rule."""
    rule = copy(latest(code))
    for name, value in changes.items():
        setattr(rule, name, value)
    return publish_rule(world.supervisor, rule, change_note="The numbers were too mild.")


def new_rule(**values: Any) -> Rule:
    given = {"code": "new", "version": 0, "title": "New", "text": "-", "proof": "-", "points": 9}
    return Rule(**(given | {"trigger": Trigger.NO_RESPONSE} | values))


def broken(trigger: Trigger, at: datetime | None = None, ground: str = "") -> Rule | None:
    breach = Breach(trigger=trigger, ground=ground, at=at or clock.now())
    return Rulebook.read().rule_for(breach)


def stay_silent(world: World, *, sweep_after: timedelta = timedelta()) -> Penalty:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with clock.shifted(dispute.due_at - clock.now() + sweep_after):
        enforce_standing()
    return Penalty.objects.get(breach__dispute=dispute)


# Which rule


@pytest.mark.parametrize(
    ("trigger", "ground", "code"),
    [
        (Trigger.NO_RESPONSE, "", "no_response"),
        (Trigger.RULING_LOST, "differs_from_listing", "ruling_lost"),
        (Trigger.RULING_LOST, "counterfeit", "ruling_lost_serious"),
        (Trigger.RULING_LOST, "empty_parcel", "ruling_lost_serious"),
        (Trigger.RULING_LOST, "forged_delivery", "forged_delivery"),
        (Trigger.AGREEMENT_BROKEN, "", "agreement_broken"),
        (Trigger.MANY_LATE, "", "many_late"),
    ],
)
def test_an_act_breaks_the_rule_of_its_trigger_and_ground(
    trigger: Trigger, ground: str, code: str
) -> None:
    rule = broken(trigger, ground=ground)
    assert rule is not None
    assert rule.code == code


def test_a_rule_for_the_ground_goes_before_one_with_more_points(world: World) -> None:
    publish(world, "ruling_lost", points=30)
    rule = broken(Trigger.RULING_LOST, ground="counterfeit")
    assert rule == latest("ruling_lost_serious")


def test_of_rules_alike_the_one_with_the_most_points_counts(world: World) -> None:
    published = publish_rule(world.supervisor, new_rule(), change_note="For the worst.")
    assert broken(Trigger.NO_RESPONSE) == published


# Versions


def test_the_version_of_the_time_of_the_act_counts_however_late_it_is_booked(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with clock.shifted(dispute.due_at - clock.now() + DAY):
        publish(world, "no_response", points=11, days=5)
        enforce_standing()
    given = Penalty.objects.get()
    assert (given.rule.version, given.points) == (1, 3)
    assert given.expires_at == dispute.due_at + 365 * DAY


def test_a_new_version_counts_from_now_on_and_leaves_what_was_given(world: World) -> None:
    old = stay_silent(world)
    publish(world, "no_response", points=11, days=5, repeat_factor=1)
    new = stay_silent(world)
    assert (new.rule.version, new.points, new.expires_at - new.given_at) == (2, 11, 5 * DAY)
    before = (old.rule, old.points, old.expires_at)
    old.refresh_from_db()
    assert (old.rule, old.points, old.expires_at) == before


def test_a_version_repeats_the_one_before_it(world: World) -> None:
    """The rule is the same, whatever its version."""
    stay_silent(world)
    publish(world, "no_response", points=5)
    assert stay_silent(world).points == 10


def test_a_rule_that_is_new_does_not_count_for_what_happened_before_it(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with clock.shifted(dispute.due_at - clock.now() + DAY):
        publish_rule(world.supervisor, new_rule(points=30), change_note="From today on.")
        enforce_standing()
    assert Penalty.objects.get().rule.code == "no_response"


def test_the_first_rules_count_for_what_happened_before_they_came() -> None:
    """A demo has cases from before its database was made."""
    rule = broken(Trigger.NO_RESPONSE, at=clock.now() - 1000 * DAY)
    assert rule is not None
    assert (rule.code, rule.version) == ("no_response", 1)


def test_a_rule_that_was_withdrawn_gives_no_points_and_can_come_back(world: World) -> None:
    publish(world, "no_response", active=False)
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with clock.shifted(dispute.due_at - clock.now()):
        enforce_standing()
    assert Breach.objects.get().state == BreachState.FREE
    assert not Penalty.objects.exists()
    publish(world, "no_response", active=True)
    assert stay_silent(world).rule.version == 3


def test_a_form_sent_again_after_its_rule_has_changed_is_the_same_penalty(world: World) -> None:
    rule, act, files = latest("off_platform"), uuid4(), proof(world.supervisor)

    def send() -> Breach:
        return penalise(
            world.supervisor,
            world.store,
            rule=rule,
            reasons="It was shown to us.",
            files=files,
            idempotency_key=act,
        )

    given = send()
    publish(world, "off_platform", points=9)
    assert send() == given
    assert Penalty.objects.get().points == 6


# Publishing


def test_who_started_from_an_older_version_is_refused(world: World) -> None:
    first, second = copy(latest("no_response")), copy(latest("no_response"))
    publish_rule(world.supervisor, first, change_note="More.")
    with refused(Code.STALE, says="Version 2"):
        publish_rule(world.supervisor, second, change_note="Less.")
    with refused(Code.STALE, says="Version 2"):
        publish_rule(world.supervisor, new_rule(code="no_response"), change_note="Anew.")


def test_only_supervisors_publish(world: World) -> None:
    for user in (world.seller, world.arbitrator, make_user("auditor", "Auditors")):
        with refused(Code.NOT_ALLOWED):
            publish_rule(user, copy(latest("no_response")), change_note="More.")


def test_a_version_says_what_changes_and_who_published_it(world: World) -> None:
    with refused(Code.TEXT_MISSING, field="change_note"):
        publish_rule(world.supervisor, copy(latest("no_response")), change_note="  ")
    new = publish(world, "no_response")
    assert (new.published_by, new.change_note) == (world.supervisor, "The numbers were too mild.")
