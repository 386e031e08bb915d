"""A side changes its own evidence while the file is open; every version stays in the history."""

import pytest
from django.test import Client

from arbitration.verbs import assignment, evidence_requests
from disputes.errors import Code
from disputes.models import Attachment, Dispute, Evidence, Policy
from disputes.permissions import Actor
from disputes.states import EventKind, Party, State
from disputes.verbs import appeals, evidence, returns
from disputes.verbs.evidence_revisions import change_evidence
from disputes.verbs.uploads import add_upload
from tests.support.form_files import picture, upload
from tests.support.rows import refused
from tests.support.terms import BOTH, HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db


def shown(dispute: Dispute, actor: Actor, photos: int = 1) -> Evidence:
    """A statement of this side with so many photos, each another one."""
    assert actor.user is not None
    files = [a_photo(actor, f"{number}.jpg") for number in range(photos)]
    evidence.add_evidence(actor, dispute, text="In daylight.", files=files)
    return dispute.evidence.latest("number")


def a_photo(actor: Actor, name: str) -> Attachment:
    """Held for a form of its own, and unlike the others."""
    assert actor.user is not None
    size = (64 + len(Attachment.objects.all()), 48)
    return add_upload(actor.user, name, upload(name, picture(size=size)))


def latest(evidence: Evidence) -> Evidence:
    return Evidence.objects.get(pk=evidence.pk)


def test_other_words_make_a_new_version(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    change_evidence(world.as_buyer, dispute, statement, text=" In the shade. ")
    event, now = dispute.events.last(), latest(statement)
    assert event is not None
    salt = event.data.pop("salt")
    assert len(salt) == 32
    assert len(event.data.pop("text_hash")) == 64
    assert (event.kind, event.party, event.actor) == (
        EventKind.EVIDENCE_CHANGED,
        Party.BUYER,
        world.buyer,
    )
    assert event.data == {
        "number": 3,
        "version": 2,
        "text": "In the shade.",
        "files": [statement.files.get().fingerprint],
        "captions": [""],
        "replaced": [],
    }
    assert event.from_state == event.to_state == State.HEARING
    assert (now.text, now.version, now.changed_at, now.seen_at) == (
        "In the shade.",
        2,
        event.at,
        None,
    )
    assert now.added_at == statement.added_at
    assert world.again(dispute).due_at == dispute.due_at


def test_a_caption_is_one_line_that_can_be_read(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_seller, photos=2)
    first, second = statement.files.all()
    change_evidence(
        world.as_seller,
        dispute,
        statement,
        text=statement.text,
        captions={first: "  The \u202elabel,\n close up ", second: ""},
    )
    assert [file.caption for file in latest(statement).current_attachments] == [
        "The label, close up",
        "",
    ]
    event = dispute.events.last()
    assert event is not None
    assert event.data["captions"] == ["The label, close up", ""]


def test_a_replaced_photo_keeps_its_place_and_both_sides_can_still_read_it(
    world: World, dispute: Dispute
) -> None:
    statement = shown(dispute, world.as_buyer, photos=2)
    first, second = statement.files.all()
    change_evidence(
        world.as_buyer, dispute, statement, text=statement.text, captions={first: "The label"}
    )
    new, more = a_photo(world.as_buyer, "new.jpg"), a_photo(world.as_buyer, "more.jpg")
    change_evidence(
        world.as_buyer,
        dispute,
        latest(statement),
        text=statement.text,
        captions={first: "The label, closer", second: "The box"},
        replacements={first: new},
        files=[more],
    )
    now = latest(statement)
    assert [(file.name, file.caption) for file in now.current_attachments] == [
        ("new.jpg", "The label, closer"),
        ("1.jpg", "The box"),
        ("more.jpg", ""),
    ]
    old = Attachment.objects.get(pk=first.pk)
    assert (old.replaced_by, old.caption, old.evidence) == (new, "The label", now)
    event = dispute.events.last()
    assert event is not None
    assert event.data["version"] == 3
    assert event.data["files"] == [file.fingerprint for file in (new, second, more)]
    assert event.data["replaced"] == [first.fingerprint]
    for user in (world.buyer, world.seller, world.arbitrator):
        client = Client()
        client.force_login(user)
        assert client.get(old.url).status_code == 200
        assert client.get(new.url).status_code == 200


def test_what_was_said_of_the_new_photo_itself_counts(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    new = a_photo(world.as_buyer, "new.jpg")
    Attachment.objects.filter(pk=new.pk).update(caption="Its own words")
    new.refresh_from_db()
    old = statement.files.get()
    change_evidence(
        world.as_buyer,
        dispute,
        statement,
        text=statement.text,
        captions={old: "Of the old one"},
        replacements={old: new},
    )
    [now] = latest(statement).current_attachments
    assert (now.name, now.caption) == ("new.jpg", "Its own words")


def test_the_application_can_be_changed_as_long_as_the_seller_has_not_answered(
    world: World,
) -> None:
    dispute = world.open_dispute()
    change_evidence(world.as_buyer, dispute, dispute.evidence.get(), text="It is teal, not blue.")
    assert dispute.evidence.get().text == "It is teal, not blue."
    assert world.again(dispute).due_at == dispute.due_at


def test_another_person_of_the_store_may_change_it_too(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_seller)
    world.store.members.add(world.other_seller)
    colleague = Actor(world.other_seller, Party.SELLER)
    change_evidence(colleague, dispute, statement, text="From both of us.")
    assert latest(statement).text == "From both of us."
    assert latest(statement).author == world.seller


def test_nothing_else_is_no_change(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    with refused(Code.NOTHING_CHANGED):
        change_evidence(
            world.as_buyer,
            dispute,
            statement,
            text=f" {statement.text}\r\n",
            captions={statement.files.get(): " "},
        )


def test_words_cannot_be_taken_back(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    with refused(Code.TEXT_MISSING, field="text"):
        change_evidence(world.as_buyer, dispute, statement, text=" ")


@pytest.mark.parametrize("length", [201, 5000])
def test_a_long_caption_is_refused(world: World, dispute: Dispute, length: int) -> None:
    statement = shown(dispute, world.as_buyer)
    with refused(Code.TEXT_MISSING, field="captions"):
        change_evidence(
            world.as_buyer,
            dispute,
            statement,
            text=statement.text,
            captions={statement.files.get(): "x" * length},
        )


def test_nobody_changes_what_the_other_side_says(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    with refused(Code.NOT_FOUND):
        change_evidence(world.as_seller, dispute, statement, text="I was wrong.")
    with refused(Code.NOT_ALLOWED):
        platform = Actor(world.arbitrator, Party.PLATFORM)
        change_evidence(platform, dispute, statement, text="I was wrong.")


def test_nobody_overwrites_what_they_have_not_seen(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    change_evidence(world.as_buyer, dispute, statement, text="In the shade.")
    changed_at = latest(statement).changed_at
    assert changed_at is not None
    with refused(Code.STALE, says=f"{changed_at:%-d %b %Y, %H:%M}"):
        change_evidence(world.as_buyer, dispute, statement, text="At night.")


def test_a_form_that_is_sent_twice_makes_one_version(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    more = a_photo(world.as_buyer, "more.jpg")
    change_evidence(world.as_buyer, dispute, statement, text="Two now.", files=[more])
    with refused(Code.STALE):
        change_evidence(world.as_buyer, dispute, statement, text="Two now.", files=[more])
    assert latest(statement).files.count() == 2


def test_a_photo_is_not_replaced_by_a_document(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    document = a_photo(world.as_buyer, "letter.pdf")
    Attachment.objects.filter(pk=document.pk).update(kind=Attachment.Kind.DOCUMENT)
    with refused(Code.FILE_NOT_ACCEPTED, field="files", says="0.jpg"):
        change_evidence(
            world.as_buyer,
            dispute,
            statement,
            text=statement.text,
            replacements={statement.files.get(): document},
        )


def test_somebody_elses_held_photo_takes_no_place(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer)
    theirs = world.photo(world.seller)
    with refused(Code.STALE, field="files"):
        change_evidence(
            world.as_buyer,
            dispute,
            statement,
            text=statement.text,
            replacements={statement.files.get(): theirs},
            files=[theirs],
        )


# What somebody relied on stays


def test_what_was_in_the_file_when_it_closed_stays(world: World, dispute: Dispute) -> None:
    before = shown(dispute, world.as_buyer)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    with refused(Code.WRONG_STATE, says="The file was closed."):
        change_evidence(world.as_buyer, dispute, before, text="Other words.")
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    evidence_requests.request_evidence(world.arbitrator, dispute, of=BOTH, text="More, please.")
    with refused(Code.NOT_ALLOWED, says="stays as it is"):
        change_evidence(world.as_buyer, dispute, before, text="Other words.")
    after = shown(dispute, world.as_buyer)
    change_evidence(world.as_buyer, dispute, after, text="Other words.")
    assert latest(after).version == 2


def test_what_a_ruling_relied_on_stays_in_an_appeal(world: World) -> None:
    dispute = world.dispute_in(State.RULED)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    with refused(Code.NOT_ALLOWED, says="stays as it is"):
        change_evidence(
            world.as_buyer, dispute, dispute.evidence.get(number=1), text="Other words."
        )
    mine = dispute.evidence.get(number=3)
    change_evidence(world.as_buyer, dispute, mine, text="It is not enough by far.")
    world.rule(dispute, HALF, by=world.arbitrator2)
    with refused(Code.WRONG_STATE):
        change_evidence(world.as_buyer, dispute, latest(mine), text="Other words.")


def test_what_an_agreement_relied_on_stays_when_the_return_is_contested(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="An empty box.", files=[photo])
    with refused(Code.NOT_ALLOWED, says="stays as it is"):
        change_evidence(
            world.as_buyer, dispute, dispute.evidence.get(number=1), text="Other words."
        )
    change_evidence(world.as_seller, dispute, dispute.evidence.get(number=2), text="A brick in it.")
    assert dispute.evidence.get(number=2).text == "A brick in it."


def test_when_the_file_last_closed(world: World) -> None:
    closed = {state: world.dispute_in(state).evidence_closed_at is not None for state in State}
    assert closed == {
        State.AWAITING_SELLER: False,
        State.NEGOTIATING: False,
        State.HEARING: False,
        State.AWAITING_RULING: True,
        State.RULED: True,
        State.AWAITING_ADDRESS: True,
        State.APPEALED: True,
        State.AWAITING_RETURN: True,
        State.RETURN_IN_TRANSIT: True,
        State.RESOLVED: True,
        State.WITHDRAWN: False,
    }


# Limits


def test_a_statement_holds_so_many_files(world: World, dispute: Dispute) -> None:
    Policy.objects.update(files_at_once=2)
    three = [a_photo(world.as_buyer, name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    with refused(Code.TOO_MANY_FILES, field="files", says="2 files"):
        evidence.add_evidence(world.as_buyer, dispute, text="Three.", files=three)
    statement = shown(dispute, world.as_buyer, photos=2)
    first = statement.files.all()[0]
    new, more = a_photo(world.as_buyer, "new.jpg"), a_photo(world.as_buyer, "more.jpg")
    with refused(Code.TOO_MANY_FILES, field="files", says="2 files"):
        change_evidence(world.as_buyer, dispute, statement, text="More.", files=[more])
    change_evidence(world.as_buyer, dispute, statement, text="Another.", replacements={first: new})
    assert len(latest(statement).current_attachments) == 2


def test_a_side_shows_so_many_files_in_a_case(world: World, dispute: Dispute) -> None:
    statement = shown(dispute, world.as_buyer, photos=2)  # and one came with the application
    Policy.objects.update(files_per_side=4)
    first = statement.files.all()[0]
    new, more = a_photo(world.as_buyer, "new.jpg"), a_photo(world.as_buyer, "more.jpg")
    with refused(Code.TOO_MANY_FILES, field="files", says="4 files in a case"):
        change_evidence(
            world.as_buyer,
            dispute,
            statement,
            text="More.",
            replacements={first: new},
            files=[more],
        )
    with refused(Code.TOO_MANY_FILES, field="files", says="your side has shown 3"):
        evidence.add_evidence(world.as_buyer, dispute, text="More.", files=[new, more])
    evidence.add_evidence(world.as_seller, dispute, text="Mine.", files=[world.photo(world.seller)])
    evidence.add_evidence(world.as_buyer, dispute, text="More.", files=[new])
