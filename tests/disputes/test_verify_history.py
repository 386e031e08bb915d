"""`manage.py verify_history` finds whatever is not as it was written, and nothing else."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.fields.files import FieldFile

from disputes.background import verification
from disputes.kernel.chain import event_hash
from disputes.models import Attachment, Dispute, Event, Evidence, Notice
from disputes.states import State
from disputes.verbs import evidence
from disputes.verbs.evidence_revisions import change_evidence
from disputes.verbs.seen import record_seen
from tests.support.form_files import picture
from tests.support.old_cases import erased, full_case, without_the_law
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db


def verify(*references: str) -> str:
    said = StringIO()
    call_command("verify_history", *references, stdout=said)
    return said.getvalue()


def flaw(*references: str) -> str:
    with pytest.raises(CommandError) as caught:
        verify(*references)
    return str(caught.value)


@pytest.fixture
def dispute(world: World) -> Dispute:
    """With three versions of a statement, a replaced photo and a caption, after the file closed."""
    dispute = world.dispute_in(State.HEARING)
    files = [world.photo(world.buyer), world.photo(world.buyer, "more")]
    evidence.add_evidence(world.as_buyer, dispute, text="In daylight.", files=files)
    said = dispute.evidence.get(number=3)
    first, second = said.files.all()
    change_evidence(world.as_buyer, dispute, said, text="Look.", captions={second: "The box"})
    said = dispute.evidence.get(number=3)
    new = world.photo(world.buyer, "new")
    change_evidence(world.as_buyer, dispute, said, text="Look.", replacements={first: new})
    record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    return world.again(dispute)


def run(sql: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


def forget_notices(dispute: Dispute) -> None:
    """They hold on to the lines that they tell of."""
    Notice.objects.filter(dispute=dispute).delete()


def put(file: FieldFile, content: bytes) -> None:
    """Other bytes under the same name."""
    name = str(file.name)
    file.storage.delete(name)
    assert file.storage.save(name, ContentFile(content)) == name


def the_file(dispute: Dispute) -> Attachment:
    return dispute.evidence.get(number=3).current_attachments[0]


# All is well


def test_all_is_well_in_every_state(world: World, dispute: Dispute) -> None:
    for state in State:
        world.dispute_in(state)
    full_case(world)
    world.photo(world.buyer, "waits")
    lines = Event.objects.count()
    assert verify() == (
        f"{Dispute.objects.count()} cases, {lines} lines of history, "
        f"{Attachment.objects.count()} files: all as they were written.\n"
    )


def test_only_the_cases_that_are_named(world: World, dispute: Dispute) -> None:
    other = world.open_dispute()
    run("UPDATE disputes_evidence SET text = 'Red.' WHERE dispute_id = %s", other.pk)
    assert verify(dispute.reference) == (
        f"1 cases, {dispute.event_count} lines of history, 4 files: all as they were written.\n"
    )
    assert other.reference in flaw(dispute.reference, other.reference)
    assert flaw("R-2222-2222") == "There is no case R-2222-2222."


def test_an_erased_case_is_looked_at_too(world: World) -> None:
    with erased(full_case(world)) as dispute:
        assert "all as they were written" in verify()
        with without_the_law():
            run(
                "UPDATE disputes_event SET data = data || '{\"on_appeal\": 1}' "
                "WHERE dispute_id = %s AND kind = 'ruling_carried_out'",
                dispute.pk,
            )
        assert "is not as it was written" in flaw()


def test_it_only_reads_and_tells_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_BATCH", 2)
    monkeypatch.setattr("disputes.management.commands.verify_history._TELL_EVERY", 3)
    for _number in range(5):
        world.open_dispute()
    before = everything()
    assert verify().splitlines() == [
        "2 cases, 2 lines of history, 2 files so far",
        "4 cases, 4 lines of history, 4 files so far",
        "5 cases, 5 lines of history, 5 files: all as they were written.",
    ]
    assert everything() == before


@pytest.mark.parametrize("number", [3, 12])
def test_the_number_of_queries_depends_on_the_batches_only(
    world: World, number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _number in range(number):
        world.open_dispute()
    with django_assert_num_queries(9):
        verification.verify(Dispute.objects.all(), lambda looked: None)


# The history


def test_a_line_that_was_changed(dispute: Dispute) -> None:
    with without_the_law():
        run(
            "UPDATE disputes_event SET at = at - interval '1 day' "
            "WHERE dispute_id = %s AND number = 4",
            dispute.pk,
        )
    assert flaw() == (f"Case {dispute.reference}: line 4 of the history is not as it was written.")


def test_details_that_were_changed(dispute: Dispute) -> None:
    with without_the_law():
        run(
            'UPDATE disputes_event SET data = data || \'{"words": "Red."}\' '
            "WHERE dispute_id = %s AND number = 1",
            dispute.pk,
        )
    assert "line 1 of the history is not as it was written." in flaw()


def test_a_line_in_the_middle_that_is_gone(dispute: Dispute) -> None:
    forget_notices(dispute)
    with without_the_law():
        run("DELETE FROM disputes_event WHERE dispute_id = %s AND number = 4", dispute.pk)
    assert flaw() == f"Case {dispute.reference}: line 4 of the history is missing."


def test_a_last_line_that_is_gone(dispute: Dispute) -> None:
    forget_notices(dispute)
    with without_the_law():
        run(
            "DELETE FROM disputes_event WHERE dispute_id = %s AND number = %s",
            dispute.pk,
            dispute.event_count,
        )
    assert "the end is missing" in flaw()
    run(
        "UPDATE disputes_dispute SET event_count = event_count - 1 WHERE id = %s",
        dispute.pk,
    )
    assert "does not end with the line that the case names" in flaw()


def test_a_line_written_anew_with_its_own_hash(dispute: Dispute) -> None:
    event = dispute.events.get(number=2)
    event.party = "buyer"
    event.hash = event_hash(event)
    with without_the_law():
        event.save()
    assert "line 3 of the history does not follow from the line before it." in flaw()


# What the rows say


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("text = 'Something else.'", "evidence 3: its words are not those in the history."),
        ("version = 7", "evidence 3: its version is not the latest one in the history."),
        ("party = 'seller'", "evidence 3: it is not from whom the history says."),
        ("number = 9", "evidence 3 is in the history, and its statement is missing."),
    ],
)
def test_a_statement_that_was_changed(dispute: Dispute, change: str, says: str) -> None:
    run(
        f"UPDATE disputes_evidence SET {change} WHERE dispute_id = %s AND number = 3",
        dispute.pk,
    )
    assert flaw() == f"Case {dispute.reference}: {says}"


def test_a_statement_that_nobody_made(world: World, dispute: Dispute) -> None:
    Evidence.objects.create(
        dispute=dispute,
        number=4,
        party="seller",
        author=world.seller,
        text="I was wrong.",
        added_at=dispute.opened_at,
    )
    assert flaw() == f"Case {dispute.reference}: evidence 4 is not in the history."


def test_a_caption_that_was_changed(dispute: Dispute) -> None:
    run("UPDATE disputes_attachment SET caption = 'A hat' WHERE caption = 'The box'")
    assert (
        flaw()
        == f"Case {dispute.reference}: evidence 3: its captions are not those in the history."
    )


def test_a_replaced_file_that_is_put_back(dispute: Dispute) -> None:
    run("UPDATE disputes_attachment SET replaced_by_id = NULL WHERE replaced_by_id IS NOT NULL")
    assert "its files are not those of the latest version in the history." in flaw()


def test_a_file_whose_row_is_gone(dispute: Dispute) -> None:
    run("DELETE FROM disputes_attachment WHERE caption = 'The box'")
    assert "its files are not those of the latest version in the history." in flaw()


def test_a_file_that_lost_its_place_in_the_store(dispute: Dispute) -> None:
    file = the_file(dispute)
    run("UPDATE disputes_attachment SET shared = '' WHERE id = %s", file.pk)
    assert f"file {file.public_id} has lost its place in the store." in flaw()


# What lies in the store


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("original", "the original"),
        ("shared", "the shared copy"),
        ("thumbnail", "the small form"),
    ],
)
def test_other_bytes_in_the_store(dispute: Dispute, name: str, says: str) -> None:
    file = the_file(dispute)
    put(getattr(file, name), picture("red"))
    assert flaw().startswith(
        f"Case {dispute.reference}: evidence 3: {says} of file {file.public_id} "
        "is not the one that was stored: its SHA-256 is "
    )


@pytest.mark.parametrize("name", ["sha256", "shared_sha256", "thumbnail_sha256"])
def test_not_even_with_the_hash_in_the_row(dispute: Dispute, name: str) -> None:
    file = the_file(dispute)
    run(f"UPDATE disputes_attachment SET {name} = %s WHERE id = %s", "0" * 64, file.pk)
    assert f"file {file.public_id} is not in the history with the hashes of its row." in flaw()


def test_a_stored_file_that_is_gone(dispute: Dispute) -> None:
    file = the_file(dispute)
    file.thumbnail.storage.delete(str(file.thumbnail.name))
    assert flaw().endswith(f"the small form of file {file.public_id} is missing.")


def test_another_picture_of_the_listing(dispute: Dispute) -> None:
    put(dispute.line.picture, picture("red"))
    assert "the picture of the listing is not the one that was stored" in flaw()
    dispute.line.picture.storage.delete(str(dispute.line.picture.name))
    assert flaw() == f"Case {dispute.reference}: the picture of the listing is missing."


def test_a_file_that_waits_for_its_form(world: World) -> None:
    held = world.photo(world.buyer)
    put(held.original, b"something else")
    assert flaw().startswith(f"A file that waits for a form: the original of file {held.public_id}")


# All of it


def all_flaws(*references: str) -> tuple[list[str], str]:
    """What is named, and the last sentence."""
    named = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_history", *references, "--all", stderr=named, stdout=StringIO())
    return named.getvalue().splitlines(), str(caught.value)


def test_every_flaw_is_named_and_it_goes_on(world: World, dispute: Dispute) -> None:
    """Two in one case, one in a later one, one of a file that waits; and a case between them that
    is as it was."""
    file, between, other = the_file(dispute), world.open_dispute(), world.open_dispute()
    with without_the_law():
        run(
            "UPDATE disputes_event SET at = at - interval '1 s' "
            "WHERE dispute_id = %s AND number = 2",
            dispute.pk,
        )
    put(file.shared, b"something else")
    other_file = other.evidence.get().files.get()
    other_file.shared.storage.delete(str(other_file.shared.name))
    waiting = world.photo(world.buyer, "waiting")
    put(waiting.original, b"x")
    before = everything()
    named, last = all_flaws()
    assert [sentence.split(": ")[0] for sentence in named] == [
        *[f"Case {dispute.reference}"] * 2,
        f"Case {other.reference}",
        "A file that waits for a form",
    ]
    assert named[0].endswith("line 2 of the history is not as it was written.")
    assert f"the shared copy of file {file.public_id} is not the one that was stored" in named[1]
    assert named[2].endswith(f"the shared copy of file {other_file.public_id} is missing.")
    assert last.endswith(" files: 4 flaws.")
    assert everything() == before
    assert all_flaws(dispute.reference)[0] == named[:2]
    assert "all as they were written" in verify(between.reference)


def test_without_flaws_it_says_so_and_ends_well(dispute: Dispute) -> None:
    said = StringIO()
    call_command("verify_history", "--all", stdout=said)
    assert "all as they were written" in said.getvalue()


def test_a_file_that_cannot_be_read_is_a_flaw_and_no_traceback(
    dispute: Dispute, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FieldFile, "open", refuse)
    named, _last = all_flaws(dispute.reference)
    assert len(named) >= 3
    assert all("cannot be read: PermissionError" in sentence for sentence in named)
