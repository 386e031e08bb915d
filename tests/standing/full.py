"""A store with everything in its ledger, brought about by the services."""

from datetime import timedelta
from uuid import uuid4

from disputes import clock
from disputes.models import Store
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Penalty, Rule
from sellers.states import Trigger
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import lower_penalty
from sellers.verbs.rules import publish_rule
from tests.support.world import World

DAY = timedelta(days=1)
WORDS = "It was not so."


def note(store: Store, code: str = "no_response", *, before: timedelta = timedelta()) -> Breach:
    """The store broke this rule, so long ago; the next sweep books it."""
    return Breach.objects.create(
        store=store,
        key=f"test:{uuid4()}",
        trigger=Trigger.BY_HAND,
        rule=Rule.objects.filter(code=code).latest("version"),
        at=clock.now() - before,
    )


def give(world: World, code: str) -> Penalty:
    breach = note(world.store, code)
    enforce_standing()
    return Penalty.objects.get(breach=breach)


def full_ledger(world: World) -> None:
    """A penalty in every state, and one of each decision on an appeal; sanctions interrupted in
    their notice, in force, served and lifted; over a month, until now."""
    brief = Rule(code="brief", title="Brief", text="-", proof="-", points=4, days=5, version=0)
    brief.trigger = Trigger.BY_HAND
    publish_rule(world.supervisor, brief, change_note="For this test.")
    with clock.shifted(-40 * DAY):
        give(world, "brief")
        served = give(world, "false_evidence")
    with clock.shifted(-20 * DAY):
        refused = appeal_penalty(world.seller, served, text=WORDS)
        points = served.points
        decide_appeal(world.supervisor, refused, points=points, reasons="It was as we said.")
        wrong, unanswered = give(world, "off_platform"), give(world, "agreement_broken")
        won = appeal_penalty(world.seller, wrong, text=WORDS)
        decide_appeal(world.supervisor, won, points=0, reasons="The store is right.")
        appeal_penalty(world.seller, unanswered, text=WORDS)  # nobody decides in time
    with clock.shifted(-5 * DAY):
        lower_penalty(
            world.supervisor, give(world, "ruling_lost"), points=4, reasons="It was less than that."
        )
        give(world, "false_evidence")
        give(world, "no_response")
        give(world, "off_platform")
        appeal_penalty(world.seller, give(world, "forged_delivery"), text=WORDS)
    enforce_standing()
    note(world.store)  # and one that waits for the ledger, to be doubled
