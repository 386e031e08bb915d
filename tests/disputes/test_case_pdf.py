"""The case PDF holds the whole case in words, the same for both sides and for the platform."""

import re
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pypdf import PdfReader

from arbitration.models import ProposedRuling
from arbitration.verbs import assignment, comments, drafts, rulings
from disputes import clock
from disputes.background import outbox
from disputes.models import Attachment, Policy, Refund
from disputes.rules.instants import instant, weekday_instant
from disputes.states import Party, State
from disputes.verbs import evidence, evidence_revisions
from disputes.verbs.uploads import add_upload
from tests.support.case_pdfs import address_of, file_of, page_text, reader, text_of
from tests.support.form_files import picture, upload
from tests.support.old_cases import TYPED, erased, full_case
from tests.support.terms import HALF, ground_for
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

PARTS = [
    "The order",
    "Solutions side by side",
    "Rulings",
    "Requests for evidence",
    "What the buyer says and shows",
    "What the seller says and shows",
    "Messages",
    "The refund",
    "History",
    "Files and their hashes",
    "How to check this file",
]


def test_the_whole_case_is_in_it(world: World) -> None:
    dispute = full_case(world)
    history = list(dispute.events.all())
    text = text_of(file_of(world, dispute))
    assert [typed for typed in TYPED if typed not in text] == []
    for wanted in (
        f"Redress · Case file {dispute.reference} Blue mug",
        "Closed A refund of $23.00 for the returned item, the seller paying the return up to ",
        "The platform's ruling on appeal was carried out.",
        f"Order {dispute.line.order.reference}",
        "A blue mug of 300 ml.",
        "Return carrier Correos CX123",
        "Ruling on appeal, of",
        "Replaced on appeal",
        "On appeal, another arbitrator came to another result. It replaces the ruling.",
        "The item differs from its listing Article 3.1 of the platform's rules",
        (
            "Reasons All of it, as evidence 1 shows so very plainly. Rests on Evidence 1 (Buyer), "
            "version 1"
        ),
        "The arbitrator asked both sides for evidence: Photos by daylight, please.",
        "Evidence 1 (Buyer) Added on",
        "Evidence 2 (Seller) Added on",
        "Version 1, of",
        "Earlier proposals",
        "Held in escrow -$23.00",
        "Paid to the buyer $23.00",
        "Return on its way → Closed",
        "Deadline from then on:",
        f"manage.py verify_history {dispute.reference}",
    ):
        assert wanted in text, wanted
    for event in history:
        assert event.hash in text
    for file in Attachment.objects.filter(evidence__dispute=dispute):
        assert file.shared_sha256 in text


def test_its_parts_have_bookmarks_and_it_says_what_it_is(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    file = file_of(world, dispute)
    outline: list[Any] = file.outline
    assert [mark.title for mark in outline if not isinstance(mark, list)] == PARTS
    below = [[mark.title for mark in marks] for marks in outline if isinstance(marks, list)]
    assert ["Evidence 1 (Buyer)"] in below
    assert file.metadata is not None
    assert file.metadata.title == f"Case file {dispute.reference}"
    root: Any = file.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]  # its order and its headings can be read aloud
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


@pytest.mark.parametrize("party", Party)
def test_one_click_on_the_case_page_leads_to_it(world: World, party: Party) -> None:
    dispute = world.dispute_in(State.HEARING)
    page = address_of(dispute, party).rsplit("/", 2 if party == Party.PLATFORM else 1)[0] + "/"
    shown = signed_in(reader(world, party)).get(page)
    assert shown.status_code == 200
    assert shown.text.count(f'href="{address_of(dispute, party)}"') == 1


def test_every_page_says_which_file_it_belongs_to(world: World) -> None:
    dispute = full_case(world)
    file = file_of(world, dispute, Party.SELLER)
    pages = len(file.pages)
    for number in range(1, pages + 1):
        assert re.search(
            rf"{dispute.reference} · Made on \d+ \w+ \d{{4}}, \d\d:\d\d \(UTC\+00:00\) "
            rf"for the seller Page {number} of {pages}",
            page_text(file, number),
        ), number
    assert "How to check this file" in page_text(file, pages)
    assert dispute.chain_head in page_text(file, pages)


def test_both_sides_and_the_platform_get_the_same_file(world: World) -> None:
    dispute = full_case(world)
    for party in Party:  # once before: the history tells what each side has seen
        file_of(world, dispute, party)
    made = re.compile(r"Made on [^)]*\) for the (buyer|seller|platform)")
    files = {party: text_of(file_of(world, dispute, party)) for party in Party}
    assert {set(made.findall(text)).pop() for text in files.values()} == set(Party.values)
    assert len({made.sub("", text) for text in files.values()}) == 1


def test_the_times_are_those_of_the_reader(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    world.buyer.time_zone, world.seller.time_zone = "Asia/Kolkata", "America/Lima"
    world.buyer.save()
    world.seller.save()
    assert dispute.due_at is not None
    for party, zone, offset in [
        (Party.BUYER, "Asia/Kolkata", "UTC+05:30"),
        (Party.SELLER, "America/Lima", "UTC-05:00"),
        (Party.PLATFORM, "UTC", "UTC+00:00"),
    ]:
        text = text_of(file_of(world, dispute, party))
        with timezone.override(ZoneInfo(zone)):
            assert f"Deadline: {weekday_instant(dispute.due_at)}." in text
        assert f"In the zone {zone}, each with its offset from UTC" in text
        assert set(re.findall(r"\((UTC[^)]*)\)", text)) == {offset}


def test_of_an_open_case_it_says_what_is_not_there_yet(world: World) -> None:
    dispute = world.open_dispute()
    text = text_of(file_of(world, dispute))
    assert dispute.due_at is not None
    for wanted in (
        "Waiting for the seller Nothing is decided yet. Deadline:",
        f"Deadline: {weekday_instant(dispute.due_at)}. If",
        "If the seller does not answer by then, the platform forces the request: a refund of $23",
        "The seller has not answered yet.",
        "The platform has not ruled in this case.",
        "No arbitrator has asked for evidence.",
        "No evidence in the file.",
        "There is no refund in this case.",
        "Not seen yet by the other side.",
    ):
        assert wanted in text, wanted
    assert "Settled by" not in text


def test_a_ruling_that_can_be_appealed_is_not_told_as_the_end(world: World) -> None:
    for state in (State.RULED, State.APPEALED):
        text = text_of(file_of(world, world.dispute_in(state)))
        assert "Ruling, not final yet: a refund of $11.50" in text


def test_a_refund_that_is_not_paid_yet_is_said(world: World) -> None:
    dispute = world.dispute_in(State.RESOLVED)
    text = text_of(file_of(world, dispute))
    assert "Refund $23.00, not paid yet" in text
    outbox.deliver_outbox()
    paid_at = Refund.objects.get().paid_at
    assert paid_at is not None
    assert f"Refund $23.00, paid on {instant(paid_at)}" in text_of(file_of(world, dispute))


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_file(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    assert f"{dispute.reference} Blue mug {state.label}" in text_of(file_of(world, dispute))


def test_nothing_private_is_in_it(world: World) -> None:
    """No notes, drafts, rulings that do not count yet, nor names of those who judge."""
    Policy.objects.update(large_amounts={"USD": 1})
    for person in (world.arbitrator, world.arbitrator2):
        person.first_name, person.last_name = "Ignatius", "Zebulon"
        person.save()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    comments.write_comment(world.arbitrator, dispute, text="I doubt the Quokka.")
    fields = {"reasons": "A Wombat, perhaps."}
    drafts.save_draft(world.arbitrator, dispute, fields)
    counts = rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons="The Platypus of evidence 1 says so, and the listing does not.",
        cites=[1],
    )
    assert counts is False
    assert ProposedRuling.objects.get().reasons.startswith("The Platypus of evidence 1")
    for party in Party:
        text = text_of(file_of(world, dispute, party))
        assert "The case went on to another arbitrator." in text
        assert "The platform has not ruled in this case." in text
        for private in (
            "has written a ruling",
            "Quokka",
            "Wombat",
            "Platypus",
            "Zebulon",
            "$11.50",
        ):
            assert private not in text
        assert world.arbitrator.username not in text


def test_a_ruling_says_that_a_second_arbitrator_approved_it_and_not_who(world: World) -> None:
    dispute = full_case(world)
    dispute.rulings.filter(on_appeal=True).update(approved_by=world.supervisor)
    text = text_of(file_of(world, dispute))
    assert "A second arbitrator approved it, as the amount is large." in text
    for person in (world.arbitrator, world.arbitrator2, world.supervisor):
        assert person.username not in text


def photo_of(world: World, colour: str) -> Attachment:
    """Unlike the others also in its pixels: of pictures that are alike, a PDF holds one."""
    return add_upload(world.seller, "form", upload(content=picture(colour)))


def test_earlier_versions_stay_in_it_and_no_picture_is_printed_twice(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    red, green, white = (photo_of(world, colour) for colour in ("red", "green", "white"))
    evidence.add_evidence(world.as_seller, dispute, text="First words.", files=[red, green])
    said = dispute.evidence.get(number=3)
    replaced, kept = said.current_attachments
    evidence_revisions.change_evidence(
        world.as_seller,
        dispute,
        said,
        text="Second words.",
        captions={kept: "By the window"},
        replacements={replaced: white},
    )
    file = file_of(world, dispute)
    text = text_of(file)
    assert text.index("Second words.") < text.index("Version 1, of") < text.index("First words.")
    assert "Also shown in the later version: photo.jpg" in text
    # The listing, the buyer's photo, the two of now and the one that was replaced.
    assert pictures_in(file) == 5


def test_documents_are_named_with_their_hash_and_not_merged(world: World) -> None:
    dispute = world.open_dispute()
    name = "carta del señor.pdf"
    Attachment.objects.create(
        uploader=dispute.buyer,
        evidence=dispute.evidence.get(),
        kind=Attachment.Kind.DOCUMENT,
        name=name,
        caption="From the carrier",
        content_type="application/pdf",
        original="evidence/2026/01/01/there-is-none",
        size=34567,
        sha256="ab" * 32,
        uploaded_at=clock.now(),
    )
    text = text_of(file_of(world, dispute))
    told = "Document, 33.8 KB · not printed here; it can be downloaded from the case"
    assert f"{name} From the carrier {told} {'ab' * 32}" in text
    assert f"1 {name} {'ab' * 32} 33.8 KB" in text


def test_of_an_erased_case_it_holds_what_is_kept(world: World) -> None:
    dispute = full_case(world)
    with erased(dispute) as dispute:
        assert dispute.erased_at is not None
        file = file_of(world, dispute)
        text = text_of(file)
        at = instant(dispute.erased_at)
        gone = f"Erased on {at}, as the platform's policy says."
        for wanted in (
            f"What was written and shown in this case was erased on {at}",
            f"1 photo was here. {gone}",
            f"2 photos were here. {gone}",
            f"Reasons {gone}",
            "Erased file",
            "The buyer sent the item back.",
        ):
            assert wanted in text, wanted
        assert [typed for typed in TYPED if typed in text] == []
        assert pictures_in(file) == 1  # of the listing
        for kept in Attachment.objects.filter(evidence__dispute=dispute):
            assert kept.shared_sha256 in text


def test_when_it_was_made_stands_in_it_for_machines_too(world: World) -> None:
    before = clock.now().replace(microsecond=0)
    made = file_of(world, world.open_dispute()).metadata
    assert made is not None
    assert made.creation_date is not None
    assert before <= made.creation_date.astimezone(UTC) <= clock.now()


def pictures_in(file: PdfReader) -> int:
    return sum(len(page.images) for page in file.pages)
