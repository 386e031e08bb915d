"""What must hold after every step, whatever was done: read from the rows, as an auditor would."""

from collections import Counter, defaultdict

from disputes.kernel.chain import is_intact
from disputes.kernel.decisions_audit import decision_flaws
from disputes.kernel.evidence_audit import evidence_flaws
from disputes.kernel.line_snapshots import snapshot_flaws
from disputes.kernel.message_audit import message_flaws
from disputes.kernel.row_audit import row_flaws
from disputes.models import Dispute, Event
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from sellers.states import Trigger
from tests.histories.authors import AUTHORS
from tests.histories.books import Books, Row, instant
from tests.histories.model import Case
from tests.histories.offers import BOTH

Names = dict[int, str]
# Where a side is done, or is not, with what the other one says.
_ANSWERED = (State.HEARING, State.APPEALED)
ADDRESS_OF_STORE = "The Mug Shop, Returns\nMuelle 4"


def case_is_as_designed(dispute: Case, row: Row, books: Books, names: Names) -> None:
    """The row, what is on its table, its refund and its breaches are those of the model."""
    assert _seen(row, books, names) == _expected(dispute)


def history_leads_to_the_row(row: Row, books: Books) -> None:
    """Every line follows from the one before, and the last one leads to the row."""
    state, head = "", ""
    events = books.of_case("disputes_event", row["id"])
    for number, event in enumerate(events, 1):
        assert (event["number"], event["from_state"], event["previous_hash"]) == (
            number,
            state,
            head,
        )
        state, head = event["to_state"], event["hash"]
    assert (row["event_count"], row["chain_head"], row["state"]) == (len(events), head, state)
    assert (row["due_at"], row["last_event_at"]) == (events[-1]["due_at"], events[-1]["at"])
    final = state in (State.RESOLVED, State.WITHDRAWN)
    assert (row["due_at"] is None, row["closed_at"] is not None) == (final, final)


def nobody_acted_for_another(dispute: Case, row: Row, books: Books, names: Names) -> None:
    """Whoever wrote a line stands on the side that the line names; the clock only on its own."""
    for event in books.of_case("disputes_event", row["id"]):
        name, party = names.get(event["actor_id"]), Party(event["party"])
        assert party in AUTHORS[EventKind(event["kind"])], event
        if party == Party.BUYER:
            assert name == dispute.order.buyer, event
        if party == Party.SELLER:
            assert name in dispute.order.store, event


def silence_counts_once(books: Books) -> None:
    """Every breach is in the ledger. Of a silence about one parcel the first that ran out is
    counted, and all that were open then are the same; a request that came later is not."""
    parcels = {row["id"]: row["parcel_id"] for row in books.rows("disputes_parcelitem")}
    cases = {row["id"]: row for row in books.rows("disputes_dispute")}
    counted: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for breach in sorted(books.rows("sellers_breach"), key=lambda row: (row["at"], row["id"])):
        if breach["trigger"] not in (Trigger.NO_RESPONSE, Trigger.AGREEMENT_BROKEN):
            continue
        dispute = cases[breach["dispute_id"]]
        before = counted[parcels[dispute["item_id"]], breach["trigger"]]
        asked_at = dispute["arrived_at"] or dispute["opened_at"]
        is_return = breach["trigger"] == Trigger.AGREEMENT_BROKEN
        since = instant(dispute["return_shipped_at"] if is_return else asked_at)
        same = [each for each in before if (at := instant(each["at"])) and since and at > since]
        assert (breach["state"], breach["same_as_id"]) == (
            ("same", same[0]["id"]) if same else ("penalised", None)
        )
        if not same:
            before.append(breach)


def money_adds_up(books: Books) -> None:
    """Nothing is refunded twice, none above what was paid; the accounts and the escrow agree."""
    refunds = {row["id"]: row for row in books.rows("disputes_refund")}
    per_line: Counter[int] = Counter()
    for refund in refunds.values():
        per_line[refund["line_id"]] += refund["amount_minor"]
    for line in books.rows("disputes_orderline"):
        assert line["refunded_minor"] == per_line[line["id"]] <= line["paid_minor"]
    cases = [refund["dispute_id"] for refund in refunds.values()]
    assert len(cases) == len(set(cases)), "a case pays once at most"
    _postings_balance(refunds, books)
    _escrow_agrees(refunds, books)
    _each_refund_is_sent_once(refunds, books)


def history_is_chained(cases: list[int]) -> None:
    """Each line's hash is that of its content; what was asked, proposed, ruled, settled and
    refunded, the evidence and the case's own row are what the lines say; asks the rows anew, since
    it costs more."""
    for event in Event.objects.filter(dispute__in=cases).select_related("dispute"):
        assert is_intact(event), event
    for dispute in Dispute.objects.filter(pk__in=cases):
        events = list(dispute.events.order_by("number"))
        for flaws_of in (
            decision_flaws,
            evidence_flaws,
            message_flaws,
            snapshot_flaws,
            row_flaws,
        ):
            flaws = list(flaws_of(dispute, events))
            assert flaws == [], flaws


def all_refunds_are_paid(books: Books) -> None:
    """At the very end: what was decided was paid, once, and the escrow has no more in its book."""
    refunds = books.rows("disputes_refund")
    paid = sorted(
        payment for row in refunds if row["paid_at"] for payment in _payments(row).items()
    )
    transfers = books.rows("disputes_escrowtransfer")
    assert paid == sorted((row["key"], row["amount_minor"]) for row in transfers)
    assert all(row["paid_at"] for row in refunds)
    assert all(row["delivered_at"] for row in books.rows("disputes_outboxmessage"))


def _postings_balance(refunds: dict[int, Row], books: Books) -> None:
    """Decided: from the escrow to what is owed. Paid: from there to the buyer."""
    balance: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for posting in books.rows("disputes_posting"):
        balance[posting["refund_id"]][posting["account"]] += posting["amount_minor"]
        balance[posting["refund_id"]]["lines"] += 1
    assert balance.keys() == refunds.keys()
    for number, refund in refunds.items():
        goods, freight, paid = refund["amount_minor"], refund["freight_minor"], refund["paid_at"]
        expected = Counter[str](escrow=-goods)
        expected[refund["freight_payer"]] -= freight
        expected["buyer" if paid else "owed"] += goods + freight
        expected["lines"] = (4 if paid else 2) * (bool(goods) + bool(freight))
        assert balance[number] == expected


def _escrow_agrees(refunds: dict[int, Row], books: Books) -> None:
    """The gateway may have paid what we do not know of yet, never the other way round."""
    decided = {key: sum_ for row in refunds.values() for key, sum_ in _payments(row).items()}
    transfers = {
        row["key"]: (row["amount_minor"], row["reference"])
        for row in books.rows("disputes_escrowtransfer")
    }
    assert {key: amount for key, (amount, _) in transfers.items()}.items() <= decided.items()
    for refund in refunds.values():
        if refund["paid_at"] is not None:
            references = [transfers[key][1] for key in _payments(refund)]
            assert " ".join(references) == refund["gateway_reference"]


def _payments(refund: Row) -> dict[str, int]:
    """What the escrow is asked to pay for a refund, by its keys: the goods, then the way back."""
    payments = {refund["key"]: refund["amount_minor"]} if refund["amount_minor"] else {}
    if refund["freight_minor"]:
        payments[f"{refund['key']}-freight"] = refund["freight_minor"]
    return payments


def _each_refund_is_sent_once(refunds: dict[int, Row], books: Books) -> None:
    messages = [row for row in books.rows("disputes_outboxmessage") if row["topic"] == "refund"]
    sent = [message["key"] for message in messages]
    assert sorted(sent) == sorted(row["key"] for row in refunds.values())
    paid = {row["key"] for row in refunds.values() if row["paid_at"] is not None}
    for message in messages:
        assert message["delivered_at"] is None or message["key"] in paid


def _seen(row: Row, books: Books, names: Names) -> dict[str, object]:
    proposals = books.of_case("disputes_proposal", row["id"])
    refunds = books.of_case("disputes_refund", row["id"])
    live = [each for each in proposals if each["status"] == ProposalStatus.LIVE]
    assert len(live) == len({each["party"] for each in live}), "one on the table per side"
    return {
        "state": row["state"],
        "due": instant(row["due_at"]),
        "left out": sorted((rest["from"], rest["until"], rest["pause"]) for rest in row["rests"]),
        "changes": row["changes"],
        "received": row["received"],
        "held": instant(row["held_until"]),
        "arrived": row["arrived_at"] is not None,
        "table": {each["party"]: (each["version"], _terms(each)) for each in live},
        "versions": Counter(each["party"] for each in proposals),
        "done": _sides(row, "finished_at") if row["state"] in _ANSWERED else set(),
        "moves": {party: row[f"{party}_extensions"] for party in BOTH},
        "moved by facts": row["fact_extensions"],
        "answers": instant(row["answers_until"]),
        "assignee": names.get(row["assignee_id"]),
        "ruled by": names.get(row["proposed_by_id"]),
        "asked": _sides(row, "asked"),
        "requests": row["evidence_requests"],
        "cited": [
            sum(row["ruling_id"] == ruling["id"] for row in books.rows("disputes_citation"))
            for ruling in books.of_case("disputes_ruling", row["id"])
        ],
        "appealed": _sides(row, "appealed_at"),
        "may appeal": _sides(row, "may_appeal"),
        "accepted": _sides(row, "accepted_ruling_at"),
        "written": row["ruling_written_at"] is not None,
        "application": row["application"],
        "decide by": instant(row["decide_by"]),
        "settled by": row["settled_by"],
        "settled": [
            (each["party"], _terms(each))
            for each in proposals
            if each["id"] == row["settlement_id"]
        ],
        "shipped": instant(row["return_shipped_at"]),
        "address": _own_address(row["return_address"]),
        "tracking": row["return_tracking"],
        "delivered": row["return_delivered_at"] is not None,
        "contested": row["return_contested_at"] is not None,
        "claim": row["return_claim"],
        "came back": row["return_pieces"],
        "evidence": [
            (each["party"], each["text"], each["version"])
            for each in books.of_case("disputes_evidence", row["id"])
        ],
        "messages": [
            (each["party"], names[each["author_id"]], each["text"], instant(each["sent_at"]))
            for each in books.of_case("disputes_message", row["id"])
        ],
        "closed": instant(row["evidence_closed_at"]),
        "refunds": [
            (each["amount_minor"], each["freight_minor"], each["paid_at"] is not None)
            for each in refunds
        ],
        "breaches": {
            (each["trigger"], instant(each["at"]))
            for each in books.of_case("sellers_breach", row["id"])
        },
        "waits for the seller": row["seller_to_act"],
    }


def _expected(dispute: Case) -> dict[str, object]:
    return {
        "state": dispute.state,
        "due": dispute.due,
        "left out": sorted(
            (span.begin.isoformat(), span.end.isoformat(), span.pause) for span in dispute.counted
        ),
        "changes": dispute.changes,
        "received": dispute.received,
        "held": dispute.held,
        "arrived": dispute.arrived,
        "table": {party: tuple(proposed) for party, proposed in dispute.table.items()},
        "versions": dispute.versions,
        "done": dispute.done if dispute.state in _ANSWERED else set(),
        "moves": {party: dispute.moves[party] for party in BOTH},
        "moved by facts": dispute.moves[Party.PLATFORM],
        "answers": dispute.answers_until,
        "assignee": dispute.assignee,
        "ruled by": dispute.ruled.by if dispute.ruled else None,
        "asked": dispute.asked,
        "requests": dispute.requests,
        "cited": dispute.cited,
        "decide by": dispute.decide_by,
        "appealed": dispute.appealed,
        "may appeal": dispute.may_appeal,
        "accepted": dispute.accepted,
        "written": dispute.written,
        "application": dispute.application,
        "settled by": dispute.settled_by or "",
        "settled": [dispute.settled] if dispute.settled else [],
        "shipped": dispute.shipped_at,
        "address": dispute.address,
        "tracking": dispute.tracking,
        "delivered": dispute.delivered,
        "contested": dispute.contested,
        "claim": dispute.claim,
        "came back": dispute.came_back,
        "evidence": [(each.party, each.text, each.version) for each in dispute.statements],
        "messages": [tuple(each) for each in dispute.messages],
        "closed": dispute.closed_at,
        "refunds": [] if dispute.refund is None else [(*dispute.refund, dispute.paid)],
        "breaches": set(dispute.breaches.items()),
        "waits for the seller": Party.SELLER in dispute.awaited,
    }


def _own_address(address: str) -> str:
    """Where the case has another one than its store."""
    return "" if address == ADDRESS_OF_STORE else address


def _terms(proposal: Row) -> Offer:
    payer = proposal["freight_payer"]
    return Offer(
        Solution(proposal["solution"]),
        proposal["amount_minor"],
        FreightPayer(payer) if payer else None,
        proposal["freight_minor"],
    )


def _sides(row: Row, what: str) -> set[Party]:
    return {party for party in BOTH if row[f"{party}_{what}"]}
