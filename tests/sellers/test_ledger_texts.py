"""What people said and decided about penalties is chained: `verify_standing` finds each change."""

from uuid import uuid4

import pytest

from sellers.background import verification
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Entry, LedgerEvent, PenaltyAppeal, Rule, Standing
from sellers.states import AppealDecision, LedgerEventKind
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import approve_penalty, decline_penalty, lower_penalty, penalise
from tests.sellers.test_verify_standing import flaws, run, verify
from tests.support.given_penalties import left_unanswered, proof
from tests.support.moments import settle_at
from tests.support.people import make_user
from tests.support.world import World

pytestmark = pytest.mark.django_db

REASONS = "The store asked the buyer to pay by bank transfer."


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """Everything that people can say: found and approved, found and declined, lowered, appealed
    and decided; an appeal that the clock decided, and one that is open."""
    world = World()
    second = make_user("second", "Supervisors")
    timed_out = left_unanswered(world)
    appeal = appeal_penalty(world.seller, timed_out, text="The notice never came.")
    settle_at(appeal.decide_by)
    approved, declined, open_one = (found(world) for _time in range(3))
    approve_penalty(second, approved)
    decline_penalty(second, declined, reasons="The photo shows another store.")
    approve_penalty(second, open_one)
    third = make_user("third", "Supervisors")
    penalty = approved.penalty
    lower_penalty(third, penalty, points=9, reasons="It was the first time in years.")
    files = proof(world.seller)
    appeal = appeal_penalty(world.seller, penalty, text="We never wrote that.", files=files)
    decide_appeal(third, appeal, points=4, reasons="Half of it is shown by the photo.")
    appeal_penalty(world.seller, open_one.penalty, text="This was somebody else.")
    return world


def found(world: World) -> Breach:
    breach = penalise(
        world.supervisor,
        world.store,
        rule=Rule.objects.filter(code="forged_delivery").latest("version"),
        reasons=REASONS,
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )
    breach.refresh_from_db()
    return breach


def test_all_is_well_as_it_was_written(world: World) -> None:
    assert set(LedgerEvent.objects.values_list("kind", flat=True)) == set(LedgerEventKind)
    assert verify().endswith("all as the ledgers say.\n")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("reasons = 'Other words.'", "reasons"),
        ("cites = '{1}'", "cites"),
        ("reviewed_by_id = found_by_id", "reviewed_by"),
        ("found_by_id = reviewed_by_id", "found_by"),
        ("rule_id = (SELECT max(id) FROM sellers_rule)", "rule"),
    ],
)
def test_what_was_found_by_hand(world: World, change: str, says: str) -> None:
    breach = approved()
    run(f"UPDATE sellers_breach SET {change} WHERE id = %s", breach.pk)
    assert flaws() == [f"act {breach.key} is not as it was written: {says}."]


def test_why_it_was_declined(world: World) -> None:
    breach = Breach.objects.exclude(review="").get()
    run("UPDATE sellers_breach SET review = 'Not now.' WHERE id = %s", breach.pk)
    assert flaws() == [f"act {breach.key} is not as it was written: review."]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("text = 'We did it.'", "text"),
        ("reasons = 'Because.'", "reasons"),
        ("decided_at = decided_at + interval '1 day'", "decided_at"),
        ("decided_by_id = by_id", "decided_by"),
        ("decision = 'refused'", "decision"),
        ("decision = 'timed_out', decided_by_id = NULL", "decision, decided_by, decided_at"),
    ],
)
def test_what_the_store_said_and_what_came_of_it(world: World, change: str, says: str) -> None:
    appeal = PenaltyAppeal.objects.get(decision=AppealDecision.REDUCED)
    run(f"UPDATE sellers_penaltyappeal SET {change} WHERE id = %s", appeal.pk)
    key = appeal.penalty.breach.key
    assert f"the appeal about act {key} is not as it was written: {says}." in flaws()


def test_which_file_shows_it(world: World) -> None:
    appeal = PenaltyAppeal.objects.get(decision=AppealDecision.REDUCED)
    [file] = appeal.files
    run("UPDATE disputes_attachment SET caption = 'Our office' WHERE id = %s", file.pk)
    key = appeal.penalty.breach.key
    assert flaws() == [f"the appeal about act {key} is not as it was written: files."]


def test_reasons_of_the_clock_that_gave_none(world: World) -> None:
    appeal = PenaltyAppeal.objects.get(decision=AppealDecision.TIMED_OUT)
    run("UPDATE sellers_penaltyappeal SET reasons = 'They were right.' WHERE id = %s", appeal.pk)
    key = appeal.penalty.breach.key
    assert flaws() == [f"the appeal about act {key} is not as it was written: reasons."]


@pytest.mark.parametrize("told", [True, False])
def test_the_reasons_of_an_entry(world: World, told: bool) -> None:
    entry = Entry.objects.exclude(reasons="").earliest("number")
    if not told:
        entry = Entry.objects.filter(reasons="").earliest("number")
    run("UPDATE sellers_entry SET reasons = 'Other words.' WHERE id = %s", entry.pk)
    assert flaws() == [
        f"entry {entry.number} is not as it was written: reasons."
        if told
        else f"entry {entry.number} is there, and no decision says so."
    ]


def test_reasons_of_an_entry_that_are_gone(world: World) -> None:
    entry = Entry.objects.exclude(reasons="").earliest("number")
    run("UPDATE sellers_entry SET reasons = '' WHERE id = %s", entry.pk)
    assert flaws() == [f"what a decision says of entry {entry.number} is not there."]


def test_the_text_of_a_rule(world: World) -> None:
    rule = approved().rule
    assert rule is not None
    run("UPDATE sellers_rule SET text = 'Nothing.' WHERE id = %s", rule.pk)
    assert list(verification.flaws()) == [
        f"Rule {rule.code}, version {rule.version}: it is not as it was published: text."
    ]


def test_both_copies_of_the_text_of_a_rule(world: World) -> None:
    """What was found by hand rests on the rule as it was read."""
    breach = approved()
    assert breach.rule is not None
    sql = "UPDATE sellers_rule SET text = 'No', content = jsonb_set(content, '{text}', '\"No\"') "
    run(f"{sql} WHERE id = %s", breach.rule.pk)
    assert f"act {breach.key} is not as it was written: rule." in flaws()


@pytest.mark.parametrize("change", ['data = data || \'{"reasons": "x"}\'', "at = now()"])
def test_a_decision_and_its_row_together(world: World, change: str) -> None:
    """Who changes both must change the chain behind them, and then the head does not fit."""
    event = LedgerEvent.objects.get(kind=LedgerEventKind.LOWERED)
    run(f"UPDATE sellers_ledgerevent SET {change} WHERE id = %s", event.pk)
    assert f"decision {event.number} is not as it was written." in flaws()


def test_a_decision_that_is_gone(world: World) -> None:
    event = LedgerEvent.objects.get(kind=LedgerEventKind.LOWERED)
    run("DELETE FROM sellers_ledgerevent WHERE id = %s", event.pk)
    assert f"decision {event.number} is missing." in flaws()


def test_the_last_decision_that_is_gone(world: World) -> None:
    """With all that it wrote."""
    last = LedgerEvent.objects.latest("number")
    appeal = PenaltyAppeal.objects.get(decision="")
    run("DELETE FROM sellers_ledgerevent WHERE id = %s", last.pk)
    run("DELETE FROM sellers_penaltyappeal WHERE id = %s", appeal.pk)
    events = Standing.objects.get(store=world.store).events
    assert (
        f"its head says {events} decisions and names the last; there are {events - 1}." in flaws()
    )


def test_an_act_of_the_platform_says_nothing_and_needs_no_decision(world: World) -> None:
    before = LedgerEvent.objects.count()
    left_unanswered(world)
    enforce_standing()
    assert LedgerEvent.objects.count() == before
    assert list(verification.flaws()) == []


def approved() -> Breach:
    """It was approved, appealed and decided."""
    return Breach.objects.get(penalty__appeal__decision=AppealDecision.REDUCED)
