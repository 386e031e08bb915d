"""The demo: everything that it promises is there, and filling it twice is filling it once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.conf.global_settings import PASSWORD_HASHERS
from django.contrib.auth.hashers import is_password_usable
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from arbitration.demo.standing import STANDING
from arbitration.demo.stories import STORIES
from arbitration.selectors.access_log import AccessLogFilters, access_logs
from arbitration.verbs import assignment
from disputes import clock
from disputes.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from disputes.installation import InstallationKind
from disputes.kernel.chain import is_intact
from disputes.models import (
    Attachment,
    Dispute,
    Event,
    Evidence,
    Installation,
    Order,
    OrderLine,
    OutboxMessage,
    Parcel,
    Policy,
    Posting,
    Proposal,
    Refund,
    Ruling,
    Store,
    User,
)
from disputes.permissions import Actor, allowed, is_staff_of_platform
from disputes.rules import eligibility
from disputes.states import (
    OPEN_STATES,
    EventKind,
    Party,
    ProposalStatus,
    ReturnClaim,
    SettledBy,
    State,
    Verb,
)
from sellers.background.verification import flaws
from sellers.models import (
    Breach,
    Entry,
    Penalty,
    PenaltyAppeal,
    Sanction,
    Standing,
    StoreRates,
)
from sellers.selectors.standing import Links, standing_of
from sellers.states import (
    AppealDecision,
    BreachState,
    Measure,
    PenaltyState,
    SanctionEnding,
    Trigger,
)
from tests.browser.site import Demo, address_of
from tests.fire.ground import leading_to
from tests.support.evidence_stores import use_folder
from tests.support.moments import moment
from tests.support.workspace import address, signed_in
from tests.support.world import parcel_of

TABLES = (
    *(
        Breach,
        Dispute,
        Entry,
        Event,
        Evidence,
        Order,
        OrderLine,
        OutboxMessage,
        Penalty,
        Attachment,
        Policy,
        Posting,
    ),
    *(Proposal, Refund, Ruling, Store, User),
)
DAY = timedelta(days=1)
FEW_MINUTES = timedelta(minutes=11)


def fill() -> str:
    output = StringIO()
    call_command("fill_demo", stdout=output)
    return output.getvalue()


def sizes() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


@pytest.fixture(scope="class")
def filled(
    demo_data: Demo, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """One copy for all tests, with the passwords of a real demo; the folder of its photos. It is as
    if it had just been filled: the first deadlines run out within minutes."""
    database = demo_data.new_database()
    with (
        django_db_blocker.unblock(),
        leading_to(address_of(database)),
        override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS),
        moment(demo_data.filled_at),
    ):
        yield demo_data.folder / database


@pytest.mark.xdist_group("the demo")  # one process copies it once
@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
class TestTheDemo:
    """A filled database. It was filled in two runs: the first was interrupted among the cases."""

    def test_an_interrupted_filling_is_completed_and_not_repeated(self, demo_data: Demo) -> None:
        with psycopg.connect(address_of(demo_data.interrupted)) as interrupted:
            found = interrupted.execute(
                "SELECT password, (SELECT count(*) FROM disputes_dispute),"
                " (SELECT count(*) FROM disputes_order)"
                " FROM disputes_user WHERE username = 'buyer'"
            ).fetchone()
        assert found
        password, cases, orders = found
        assert not is_password_usable(password)
        assert 0 < cases < Dispute.objects.count()
        assert orders == Order.objects.count()
        assert "Adding orders" not in demo_data.last_words
        left = re.search(r"act 1 of (\d+)", demo_data.last_words)
        assert left is not None
        acts = sum(len(story.acts) for story in STORIES) + len(STANDING)
        assert len(STANDING) < int(left[1]) <= acts - 50
        assert not Attachment.objects.exclude(form_key="").exists()

    def test_its_database_is_marked_as_a_demo(self) -> None:
        assert Installation.objects.get().kind == InstallationKind.DEMO

    def test_a_second_filling_changes_nothing(self) -> None:
        before, last = sizes(), Event.objects.latest("id")
        assert fill() == "The demo data is there already; nothing was changed.\n"
        assert sizes() == before
        assert Event.objects.latest("id") == last

    def test_it_ends_with_the_totals(self, demo_data: Demo) -> None:
        assert demo_data.last_words.endswith(
            "There are 12 people, 3 stores, 248 orders, 55 cases and 13 paid refunds.\n"
            "   15  Waiting for the seller\n"
            "    3  In negotiation\n"
            "    6  Evidence open\n"
            "    6  With the platform\n"
            "    2  Ruled, may be appealed\n"
            "    2  Under appeal\n"
            "    2  Waiting for the return address\n"
            "    2  Waiting for the return\n"
            "    2  Return on its way\n"
            "   13  Closed\n"
            "    2  Withdrawn\n"
        )

    def test_every_state_is_there_and_each_open_one_twice(self) -> None:
        states = Counter(State(state) for state in Dispute.objects.values_list("state", flat=True))
        assert set(states) == set(State)
        assert all(states[state] >= 2 for state in OPEN_STATES)

    def test_cases_were_settled_in_every_way(self) -> None:
        settled = Dispute.objects.exclude(settled_by="").values_list("settled_by", flat=True)
        assert set(settled) == set(SettledBy)
        assert not Refund.objects.filter(paid_at=None).exists()

    def test_orders_are_in_every_stage_of_delivery(self) -> None:
        now = clock.now()
        free = Parcel.objects.filter(
            order__lines__disputes=None, order__buyer__username="buyer"
        ).distinct()
        sent = free.exclude(dispatched_at=None)
        on_the_way = sent.filter(delivered_at=None)

        assert free.filter(dispatched_at=None).exists()
        assert on_the_way.filter(dispatched_at__gt=now - 5 * DAY, promised_days__gte=5).exists()
        assert on_the_way.filter(dispatched_at__gt=now - 5 * DAY, promised_days__lt=5).exists()
        past_the_fifth_day = on_the_way.filter(dispatched_at__lt=now - 5 * DAY)
        ends = [parcel.promised_until for parcel in past_the_fifth_day]
        assert any(end > now for end in ends if end)
        assert any(end < now for end in ends if end)

        two_hours = timedelta(hours=2)
        assert sent.filter(delivered_at__gt=now - two_hours).exists()
        about_to_close = (now - 5 * DAY, now - 5 * DAY + two_hours)
        assert sent.filter(delivered_at__range=about_to_close).exists()
        assert sent.filter(delivered_at__lt=now - 9 * DAY).exists()

    def test_currencies_lines_and_quantities_vary(self) -> None:
        currencies = set(Order.objects.values_list("currency", flat=True))
        assert currencies == {"EUR", "JPY", "USD"}
        assert OrderLine.objects.filter(number__gt=1).count() >= 5
        assert OrderLine.objects.filter(quantity__gt=1).count() >= 5
        assert User.objects.exclude(orders=None).count() == 5

    def test_deadlines_are_near_and_far(self, demo_data: Demo) -> None:
        now = demo_data.filled_at
        assert not Dispute.objects.filter(due_at__lt=now).exists()
        soon = Dispute.objects.filter(state=State.AWAITING_SELLER, due_at__lt=now + FEW_MINUTES)
        assert soon.count() == 2
        assert Dispute.objects.filter(due_at__gt=now + 20 * DAY).exists()

    def test_stores_have_points_for_what_they_did(self) -> None:
        given = Penalty.objects.order_by("store__name", "given_at", "pk")
        assert list(given.values_list("store__name", "rule__code", "points", "state")) == [
            ("Harbour & Kiln", "off_platform", 6, PenaltyState.LIVE),
            ("Harbour & Kiln", "off_platform", 6, PenaltyState.REVOKED),
            ("Harbour & Kiln", "ruling_lost", 6, PenaltyState.SUSPENDED),
            ("Harbour & Kiln", "no_response", 3, PenaltyState.LIVE),
            ("Meridian Gadgets", "no_response", 3, PenaltyState.LIVE),
            ("Meridian Gadgets", "no_response", 6, PenaltyState.LIVE),
            ("Northlane Outfitters", "ruling_lost", 6, PenaltyState.LIVE),
            ("Northlane Outfitters", "off_platform", 6, PenaltyState.LIVE),
        ]

    def test_each_part_of_a_standing_is_there_to_look_at(self, demo_data: Demo) -> None:
        in_force = Standing.objects.order_by("store__name").values_list("balance", "measure")
        assert list(in_force) == [
            (9, Measure.WARNING),
            (9, Measure.WARNING),
            (12, Measure.RESTRICTED),
        ]
        assert Sanction.objects.filter(ending=SanctionEnding.SERVED).exists()
        assert Sanction.objects.filter(ending=SanctionEnding.LIFTED).exists()
        assert PenaltyAppeal.objects.filter(decision="").count() == 1
        assert PenaltyAppeal.objects.filter(decision=AppealDecision.REVOKED).count() == 1
        assert Breach.objects.filter(state=BreachState.PROPOSED).count() == 1
        small = Breach.objects.filter(state=BreachState.WARNED).order_by("store__name")
        assert set(small.values_list("store__name", flat=True)) == {
            "Meridian Gadgets",
            "Northlane Outfitters",
        }
        assert StoreRates.objects.get(store__name="Harbour & Kiln").orders_90 > 190
        links = Links(str, str, str)
        marks = {
            store.name: standing_of(store, demo_data.filled_at, links).mark_count
            for store in Store.objects.all()
        }
        assert marks["Harbour & Kiln"] == 1
        assert not list(flaws())

    def test_returns_went_wrong_in_every_way(self) -> None:
        contested = Dispute.objects.exclude(return_claim="").order_by("return_claim", "id")
        assert list(contested.values_list("return_claim", "return_pieces")) == [
            (ReturnClaim.INCOMPLETE, 2),
            (ReturnClaim.NOT_ARRIVED, None),
            (ReturnClaim.NOT_IN_ORDER, None),
            (ReturnClaim.NOT_IN_ORDER, None),
        ]
        endings = [EventKind.RETURN_CONFIRMED, EventKind.RETURN_WAIVED]
        ended = Event.objects.filter(kind__in=endings).order_by("kind", "at")
        assert list(ended.values_list("dispute__refund__freight_minor", "kind")) == [
            (0, EventKind.RETURN_CONFIRMED),
            (1250, EventKind.RETURN_CONFIRMED),
            (0, EventKind.RETURN_WAIVED),
        ]
        on_the_way = Dispute.objects.filter(state=State.RETURN_IN_TRANSIT)
        assert set(on_the_way.values_list("freight_paid_minor", flat=True)) == {1890, None}

    def test_one_silence_about_a_parcel_counts_once(self) -> None:
        breaches = Breach.objects.filter(store__name="Harbour & Kiln", trigger=Trigger.NO_RESPONSE)
        counted, *same = breaches.order_by("at")
        assert counted.penalty.points == 3
        assert [(breach.state, breach.same_as) for breach in same] == [
            (BreachState.SAME, counted),
            (BreachState.SAME, counted),
        ]
        parcels = {breach.dispute.item.parcel for breach in breaches if breach.dispute}
        assert len(parcels) == 1

    def test_what_came_in_between_is_there_to_look_at(self) -> None:
        assert Dispute.objects.filter(
            buyer__username="buyer2", state=State.AWAITING_SELLER, held_until__isnull=False
        ).exists()
        cancelled = Dispute.objects.get(line__order__cancelled_at__isnull=False)
        assert cancelled.state == State.AWAITING_SELLER
        assert cancelled.line.refunded_elsewhere_minor == 4650
        again = Dispute.objects.get(application=2)
        assert again.state == State.AWAITING_RULING
        assert not again.line.picture
        written = Dispute.objects.get(proposed_by__isnull=False)
        actor = Actor(written.buyer, Party.BUYER)
        assert written.buyer.username == "buyer"
        assert Verb.WITHDRAW not in allowed(written, actor, clock.now())
        accepted = Event.objects.get(kind=EventKind.RULING_ACCEPTED).dispute
        assert (accepted.state, accepted.settled_by) == (State.RESOLVED, SettledBy.RULING)
        moved = Event.objects.filter(data__has_key="end_moved_to")
        assert {event.dispute.state for event in moved} >= {State.HEARING}

    def test_histories_are_chained_and_run_forward(self) -> None:
        for dispute in Dispute.objects.all():
            events = list(dispute.events.select_related("dispute"))
            assert all(map(is_intact, events))
            assert [event.previous_hash for event in events[1:]] == [e.hash for e in events[:-1]]
            assert dispute.chain_head == events[-1].hash
            times = [event.at for event in events]
            assert times == sorted(times)
            assert times[-1] < clock.now()

    def test_every_account_signs_in_and_finds_what_it_is_promised(
        self,
        filled: Path,
        client: Client,
        monkeypatch: pytest.MonkeyPatch,
        settings: LazySettings,
    ) -> None:
        use_folder(monkeypatch, settings, filled)
        assert set(PROMISES) == {account.username for account in DEMO_ACCOUNTS}
        for account in DEMO_ACCOUNTS:
            answer = client.post(
                reverse("sign-in"), {"username": account.username, "password": DEMO_PASSWORD}
            )
            assert answer.status_code == 302, account.username
            assert client.session["_auth_user_id"], account.username
            PROMISES[account.username](User.objects.get(username=account.username))
            client.logout()

    def test_nobody_else_can_sign_in(self) -> None:
        others = User.objects.exclude(username__in=PROMISES)
        assert others.count() == 4
        assert not any(user.has_usable_password() for user in others)


@pytest.mark.django_db
@override_settings(DEMO=False, TESTING=False)
def test_a_real_installation_is_never_filled() -> None:
    with pytest.raises(CommandError, match="Set DEMO=true"):
        fill()
    assert sizes() == {model.__name__: 0 for model in TABLES} | {"Policy": 1}


# What the start page says that each account should try first.


def _apply_for_the_mug(buyer: User) -> None:
    line = OrderLine.objects.get(title__startswith="Stoneware mug, ocean blue", order__buyer=buyer)
    assert not line.disputes.exists()
    assert eligibility.window(parcel_of(line), received=True, now=clock.now()).is_open


def _answer_the_proposal(buyer2: User) -> None:
    dispute = buyer2.disputes.get(state=State.NEGOTIATING, line__title__contains="scarf")
    assert dispute.proposals.filter(party=Party.SELLER, status=ProposalStatus.LIVE).exists()
    verbs = allowed(dispute, Actor(buyer2, Party.BUYER), clock.now())
    assert {Verb.ACCEPT, Verb.PROPOSE, Verb.ESCALATE} <= set(verbs)


def _answer_the_first_request(seller: User) -> None:
    dispute = Dispute.objects.filter(store__in=seller.stores.all()).order_by("due_at")[0]
    assert dispute.state == State.AWAITING_SELLER
    assert Verb.REJECT in allowed(dispute, Actor(seller, Party.SELLER), clock.now())


def _look_at_the_return(seller2: User) -> None:
    dispute = Dispute.objects.get(
        store__in=seller2.stores.all(),
        state=State.RETURN_IN_TRANSIT,
        line__title__contains="watch",
        return_delivered_at__isnull=False,
    )
    verbs = allowed(dispute, Actor(seller2, Party.SELLER), clock.now())
    assert {Verb.CONFIRM_RETURN, Verb.CONTEST_RETURN} <= set(verbs)


def _take_and_compare(arbitrator: User) -> None:
    assert is_staff_of_platform(arbitrator)
    dispute = assignment.take_next(arbitrator)
    assert dispute.state == State.AWAITING_RULING
    assert dispute.line.picture.size > 0
    assert {e.party for e in dispute.evidence.exclude(files=None)} == {Party.BUYER, Party.SELLER}


def _take_the_appeal(arbitrator2: User) -> None:
    assert is_staff_of_platform(arbitrator2)
    dispute = assignment.take_next(arbitrator2)
    assert dispute.state == State.APPEALED
    assert dispute.rulings.get().arbitrator != arbitrator2
    large = assignment.take_next(arbitrator2)
    assert Verb.APPROVE in allowed(large, Actor(arbitrator2, Party.PLATFORM), clock.now())


def _reassign(supervisor: User) -> None:
    cases = Dispute.objects.filter(assignee__username="arbitrator", state=State.AWAITING_RULING)
    platform = Actor(supervisor, Party.PLATFORM)
    assert all(Verb.REASSIGN in allowed(dispute, platform, clock.now()) for dispute in cases)
    assert cases


def _read_all_and_be_found(auditor: User) -> None:
    dispute = Dispute.objects.latest("opened_at")
    assert signed_in(auditor).get(address(dispute)).status_code == 200
    assert allowed(dispute, Actor(auditor, Party.PLATFORM), clock.now()) == []
    assert [look.dispute for look in access_logs(auditor, AccessLogFilters(person=auditor))] == [
        dispute
    ]


PROMISES: dict[str, Callable[[User], None]] = {
    "buyer": _apply_for_the_mug,
    "buyer2": _answer_the_proposal,
    "seller": _answer_the_first_request,
    "seller2": _look_at_the_return,
    "arbitrator": _take_and_compare,
    "arbitrator2": _take_the_appeal,
    "supervisor": _reassign,
    "auditor": _read_all_and_be_found,
}
