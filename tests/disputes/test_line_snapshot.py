"""A case holds what it is about: nothing that happens to the order changes it behind its back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, LineSnapshot, Order, OrderLine, User
from disputes.permissions import Actor, allowed, refusal
from disputes.states import Party, State, Verb
from disputes.verbs import negotiation
from tests.disputes.test_database_laws import assert_refused
from tests.support.case_pdfs import file_of, text_of
from tests.support.form_files import picture
from tests.support.moments import moment
from tests.support.old_cases import without_the_law
from tests.support.rows import refused
from tests.support.terms import PAID
from tests.support.workspace import address, signed_in
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# What differs from one look to the next.
_PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|datetime="PT\w+"|(left|acted)="\d+"|since=\d+|\xa0'
    r"|\.\d{6}(?=\+00:00)"
)
_LEFT = re.compile(r"\d+ (days?|hours?|minutes?|weeks?)(, \d+ \w+)?|\d\d:\d\d(:\d\d)?")


def tampered(dispute: Dispute) -> None:
    """All that the order and its line tell of themselves, as whoever owns the database writes."""
    line = dispute.line
    name = line.picture.storage.save("listing/other.jpg", ContentFile(picture("red")))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disputes_orderline SET title = 'Gold watch', description = 'Of pure gold.', "
            "picture = %s, quantity = 7, price_minor = 99, shipping_minor = 55, "
            "paid_minor = 987654 WHERE id = %s",
            [name, line.pk],
        )
        cursor.execute(
            "UPDATE disputes_parcel SET dispatched_at = now() - interval '1 day', "
            "promised_days = 300, delivered_at = now(), status = 'lost', "
            "carrier = 'Pigeon', tracking_number = 'COO' WHERE order_id = %s",
            [line.order_id],
        )
        cursor.execute(
            "UPDATE disputes_order SET placed_at = now() - interval '99 days', "
            "cancelled_at = now() WHERE id = %s",
            [line.order_id],
        )


def pages(world: World, dispute: Dispute) -> Iterator[tuple[User, str]]:
    """Every page about the case, and every list that it stands in."""
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        yield user, f"/{portal}/cases/{dispute.reference}/"
        yield user, f"/{portal}/cases/{dispute.reference}/compare/"
        party = Party(portal)
        for verb in allowed(dispute, Actor(user, party), clock.now()):
            if verb != Verb.CHANGE_EVIDENCE:
                yield user, f"/{portal}/cases/{dispute.reference}/{verb.slug}/"
    yield world.buyer, "/buyer/cases/"
    yield world.seller, "/seller/"
    for act in ("", "compare/"):
        yield world.supervisor, address(dispute, act)
    yield world.supervisor, "/admin/disputes/dispute/"
    yield world.supervisor, "/admin/disputes/dispute/?q=mug"


def read(world: World, dispute: Dispute) -> dict[str, str]:
    found = {}
    for user, page in pages(world, dispute):
        response = signed_in(user).get(page)
        assert response.status_code == 200, page
        found[f"{user} {page}"] = _LEFT.sub("", _PASSING.sub("", response.text))
    for party in Party:
        # When it was made stands on every page; it takes a while.
        text = re.sub(r"\d\d:\d\d", "", text_of(file_of(world, dispute, party)))
        found[f"{party} PDF"] = text[: text.index("This file")]
        found[f"{party} order"] = text[text.index("The order") : text.index("Policy")]
    return found


@pytest.mark.slow  # nine PDFs
def test_no_page_and_no_pdf_follows_the_order(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    at = clock.now() + timedelta(minutes=1)
    with moment(at):
        read(world, dispute)  # who has seen what is in the history now
        before = read(world, dispute)
    tampered(dispute)
    with moment(at):
        after = read(world, dispute)
    assert before.keys() == after.keys()
    for page, text in before.items():
        assert after[page] == text, page
        assert "Gold watch" not in after[page], page


def test_nor_does_the_picture(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    url = reverse("case-listing", args=[dispute.reference])
    shown = signed_in(world.buyer).get(url).getvalue()
    tampered(dispute)
    for user in (world.buyer, world.seller, world.arbitrator):
        assert signed_in(user).get(url).getvalue() == shown
    for user in (world.other_buyer, world.other_seller):
        assert signed_in(user).get(url).status_code == 404


def test_a_picture_that_was_exchanged_is_not_shown_as_the_listing(world: World) -> None:
    dispute = world.open_dispute()
    stored = dispute.snapshot.picture
    stored.storage.delete(str(stored.name))
    assert stored.storage.save(str(stored.name), ContentFile(picture("red"))) == stored.name
    url = reverse("case-listing", args=[dispute.reference])
    assert signed_in(world.seller).get(url).status_code == 404


def test_rules_follow_the_case_and_not_the_order(world: World) -> None:
    line = world.line(dispatched=6 * DAY, delivered=None, promised_days=10)
    dispute = world.file_not_received(line)
    blocked_until = parcel_of(line).promised_until
    assert blocked_until is not None
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    tampered(dispute)
    dispute = world.again(dispute)
    assert dispute.blocked_until == blocked_until
    said = refusal(dispute, Verb.ESCALATE, world.as_buyer, clock.now())
    assert said is not None
    assert said.code == Code.STILL_IN_TRANSIT
    assert refusal(dispute, Verb.ESCALATE, world.as_buyer, blocked_until) is None
    with refused(Code.AMOUNT_INVALID, field="amount", says="$23.00"):
        too_much = world.again(dispute).proposals.get().offer
        negotiation.propose(
            world.as_seller, dispute, offer=type(too_much)(too_much.solution, PAID + 1)
        )


def test_the_first_event_holds_all_of_it(world: World) -> None:
    dispute = world.open_dispute()
    snapshot = LineSnapshot.objects.get(dispute=dispute)
    told = dispute.events.get(number=1).data["line"]
    assert told == snapshot.content
    assert set(told) == {
        "order_reference",
        "number",
        "title",
        "description",
        "picture",
        "picture_sha256",
        "quantity",
        "pieces",
        "parcel_number",
        "price_minor",
        "shipping_minor",
        "paid_minor",
        "refunded_elsewhere_minor",
        "currency",
        "placed_at",
        "cancelled_at",
        "dispatched_at",
        "promised_days",
        "promised_on",
        "delivered_at",
        "status",
        "carrier",
        "tracking_number",
    }
    assert (told["title"], told["paid_minor"], told["currency"]) == ("Blue mug", PAID, "USD")
    assert snapshot.as_of == 1
    assert snapshot.dispatched_at == dispute.item.parcel.dispatched_at
    assert snapshot.promised_until == dispute.item.parcel.promised_until


# The laws


@pytest.mark.parametrize(
    "change",
    ["title = 'Gold'", "paid_minor = 1", "as_of = 2", "as_of = 2, paid_minor = 1", "id = id"],
)
def test_the_snapshot_stays(world: World, change: str) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)  # its second event is none about the order
    assert dispute.event_count >= 2
    law = "what a case is about stays as it was"
    assert_refused(law, f"UPDATE disputes_linesnapshot SET {change}")
    assert_refused(law, "DELETE FROM disputes_linesnapshot")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "'Gold watch'"),
        ("picture", "'listing/other.jpg'"),
        ("picture_sha256", "repeat('0', 64)"),
        ("price_minor", "1"),
        ("paid_minor", "1"),
        ("promised_days", "300"),
        ("dispatched_at", "now() - interval '30 days'"),
        ("currency", "'EUR'"),
        ("as_of", "2"),
    ],
)
def test_verification_finds_a_snapshot_that_was_changed(
    world: World, column: str, value: str
) -> None:
    dispute = world.open_dispute()
    call_command("verify_history")
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disputes_linesnapshot SET {column} = {value}")
    with pytest.raises(
        CommandError, match=f"{dispute.reference}.*not as the history says: {column}"
    ):
        call_command("verify_history")


def test_and_one_that_is_gone(world: World) -> None:
    dispute = world.open_dispute()
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM disputes_linesnapshot")
    with pytest.raises(
        CommandError, match=f"{dispute.reference}: it does not hold what it is about"
    ):
        call_command("verify_history")


# What refunds rest on


def laws_of_orders(line: OrderLine, world: World) -> list[tuple[str, str, Any]]:
    other = world.line()
    order, number = line.order_id, line.pk
    return [
        ("stays where it is", "UPDATE disputes_orderline SET number = 9", number),
        ("stays where it is", f"UPDATE disputes_orderline SET order_id = {other.order_id}", number),
        ("stays where it is", "DELETE FROM disputes_orderline", number),
        ("keeps its", f"UPDATE disputes_order SET buyer_id = {world.other_buyer.pk}", order),
        ("keeps its", f"UPDATE disputes_order SET store_id = {world.other_store.pk}", order),
        ("keeps its", "UPDATE disputes_order SET currency = 'EUR'", order),
        ("keeps its", "UPDATE disputes_order SET reference = 'O-2222-2222'", order),
    ]


@pytest.mark.parametrize("state", [State.NEGOTIATING, State.RESOLVED, State.WITHDRAWN])
def test_a_line_with_a_case_stays_in_its_order_and_that_with_its_people(
    world: World, state: State
) -> None:
    dispute = world.dispute_in(state)
    for law, change, pk in laws_of_orders(dispute.line, world):
        assert_refused(law, f"{change} WHERE id = %s", pk)


def test_without_a_case_it_may_be_changed(world: World) -> None:
    line = world.line()
    line.items.all().delete()  # which would hold it, with or without a case
    laws = laws_of_orders(line, world)
    for _law, change, pk in sorted(laws, key=lambda law: "DELETE" in law[1]):
        with connection.cursor() as cursor:
            cursor.execute(f"{change} WHERE id = %s", [pk])
            assert cursor.rowcount == 1, change


def test_what_the_order_tells_of_itself_may_be_saved_as_a_whole(world: World) -> None:
    dispute = world.open_dispute()
    order = Order.objects.get(pk=dispute.line.order_id)
    order.handling_days = 3
    order.save()
    line = OrderLine.objects.get(pk=dispute.line_id)
    line.title = "Blue mug of 300 ml"
    line.save()
    assert world.again(dispute).snapshot.title == "Blue mug"


PAID_STATES = [
    State.AWAITING_SELLER,
    State.NEGOTIATING,
    State.RULED,
    State.AWAITING_RETURN,
    State.RETURN_IN_TRANSIT,
    State.RESOLVED,
]


@pytest.mark.parametrize("state", PAID_STATES)
def test_what_was_paid_covers_what_a_case_asks_for_and_got(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    sql = "UPDATE disputes_orderline SET paid_minor = %s WHERE id = %s"
    assert_refused("covers its refunds|refunds_within_paid", sql, PAID - 1, dispute.line_id)
    with connection.cursor() as cursor:
        cursor.execute(sql, [PAID + 1, dispute.line_id])
        cursor.execute(sql, [PAID, dispute.line_id])


def test_once_it_was_withdrawn_less_may_have_been_paid(world: World) -> None:
    dispute = world.dispute_in(State.WITHDRAWN)
    OrderLine.objects.filter(pk=dispute.line_id).update(paid_minor=1)


def test_that_law_has_a_name(world: World) -> None:
    dispute = world.open_dispute()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        OrderLine.objects.filter(pk=dispute.line_id).update(paid_minor=1)
    assert caught.value.__cause__.diag.constraint_name == "paid_covers_open_cases"  # type: ignore[union-attr]
