"""The upload field of any form: how many files fit, and what is said of those that are held."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from disputes.forms import UploadBox
from disputes.models import Attachment, Policy
from disputes.states import State
from disputes.verbs.uploads import add_upload, remove_upload
from tests.support.form_files import picture, upload
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

TOO_MANY = "That is one file too many. Remove one to add another."


def sent(rf: RequestFactory, **data: Any) -> HttpRequest:
    """A form as a browser without JavaScript sends it."""
    return rf.post("/", data)


def shown(*files: Attachment) -> dict[str, Any]:
    """What the form says of the files that it shows."""
    return {"held-files": [str(file.public_id) for file in files]}


def page(box: UploadBox) -> str:
    return " ".join(render_to_string("disputes/parts/files.html", {"files": box}).split())


def test_two_fields_in_one_form_keep_their_files_apart(rf: RequestFactory) -> None:
    buyer = World().buyer
    first = UploadBox(buyer, "one", name="files-1", max_files=1)
    second = UploadBox(buyer, "two")
    green, red = upload("green.jpg", picture("green")), upload("red.jpg", picture("red"))
    request = sent(rf, **{"files-1": [green], "files": [red]})
    assert [box.take_from(request) for box in (first, second)] == [False, False]
    assert [[file.name for file in box.uploads] for box in (first, second)] == [
        ["green.jpg"],
        ["red.jpg"],
    ]
    assert 'id="files-one"' in page(first)
    assert 'id="files-two"' in page(second)


def test_a_field_for_one_file_takes_one(rf: RequestFactory) -> None:
    box = UploadBox(World().buyer, "one", max_files=1)
    assert "One file of at most 15 MB" in page(box)
    assert " multiple" not in page(box)
    files = [upload("green.jpg", picture("green")), upload("red.jpg", picture("red"))]
    assert box.take_from(sent(rf, files=files))
    assert [(error.name, error.sentence) for error in box.errors] == [("red.jpg", TOO_MANY)]
    assert [file.name for file in box.uploads] == ["green.jpg"]


@pytest.mark.parametrize(
    ("in_case", "most", "sentence"),
    [
        (50, 10, ""),
        (57, 3, "You can add 3 more files to this case."),
        (59, 1, "You can add 1 more file to this case."),
        (60, 0, "You can add 0 more files to this case."),
        (61, 0, "You can add 0 more files to this case."),
    ],
)
def test_what_is_left_of_the_case_is_said_when_it_is_less(
    rf: RequestFactory, in_case: int, most: int, sentence: str
) -> None:
    box = UploadBox(World().buyer, "form", in_case=in_case)
    assert box.most == most
    assert sentence in page(box)
    assert ("to this case" in page(box)) == bool(sentence)


def test_an_act_counts_what_the_side_has_shown_before() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    Policy.objects.update(files_per_side=4)
    address = f"/buyer/cases/{dispute.reference}/add-evidence/"
    box = signed_in(world.buyer).get(address).context["files"]
    shown = Attachment.objects.filter(evidence__dispute=dispute, evidence__party="buyer").count()
    assert shown > 0
    assert box.room == 4 - shown


def test_what_is_said_of_a_file_is_kept_while_another_one_is_refused(rf: RequestFactory) -> None:
    world = World()
    box = UploadBox(world.buyer, "form")
    file = world.photo(world.buyer)
    said = shown(file) | {
        f"caption-{file.public_id}": "A \0 dent",
        f"shot-{file.public_id}": "damage-close",
    }
    assert box.take_from(sent(rf, **said, files=[upload("bad.jpg", b"nothing")]))
    [held] = box.uploads
    assert (held.caption, held.shot and held.shot.code) == ("A dent", "damage-close")
    assert 'value="A dent"' in page(box)


def test_a_caption_that_is_too_long_is_told_with_the_name_of_its_file(rf: RequestFactory) -> None:
    world = World()
    box = UploadBox(world.buyer, "form")
    file = world.photo(world.buyer)
    assert box.take_from(sent(rf, **shown(file), **{f"caption-{file.public_id}": "x" * 201}))
    [error] = box.errors
    assert (error.name, error.sentence) == (
        file.name,
        "Shorten this to 200 characters; it has 201.",
    )
    assert box.uploads[0].caption == ""


@pytest.mark.parametrize("shot", ["nothing-such", "a\0b"])
def test_a_shot_that_does_not_exist_is_refused(rf: RequestFactory, shot: str) -> None:
    world = World()
    box = UploadBox(world.buyer, "form")
    file = world.photo(world.buyer)
    assert box.take_from(sent(rf, **shown(file), **{f"shot-{file.public_id}": shot}))
    assert len(box.errors) == 1
    assert box.uploads[0].shot is None


def test_nobody_elses_file_can_be_described(rf: RequestFactory) -> None:
    world = World()
    theirs = world.photo(world.other_buyer)
    box = UploadBox(world.buyer, "form")
    assert not box.take_from(sent(rf, **{f"caption-{theirs.public_id}": "Mine"}))
    theirs.refresh_from_db()
    assert theirs.caption == ""


def test_an_animation_says_that_its_first_picture_is_shown() -> None:
    world = World()
    box = UploadBox(world.buyer, "form")
    file = world.photo(world.buyer)
    hidden = "<span data-animated hidden>"
    assert page(box).count(hidden) == 2  # the file, and the pattern for those to come
    Attachment.objects.filter(pk=file.pk).update(animated=True)
    assert page(box).count(hidden) == 1


GONE = "The files of this form were changed in another window."


def test_a_file_that_was_removed_in_another_window_is_missed(rf: RequestFactory) -> None:
    world = World()
    files = [
        world.photo(world.buyer),
        add_upload(world.buyer, "form", upload(content=picture("red"))),
    ]
    remove_upload(world.buyer, files[0].public_id)
    box = UploadBox(world.buyer, "form")
    assert box.take_from(sent(rf, **shown(*files)))
    [error] = box.errors
    assert error.sentence.startswith(GONE)


def test_a_file_that_was_added_in_another_window_is_shown_first(rf: RequestFactory) -> None:
    world = World()
    seen = world.photo(world.buyer)
    added = add_upload(world.buyer, "form", upload(content=picture("red")))
    box = UploadBox(world.buyer, "form")
    assert box.take_from(sent(rf, **shown(seen)))
    assert [error.sentence[: len(GONE)] for error in box.errors] == [GONE]
    assert str(added.public_id) in page(box)
    again = UploadBox(world.buyer, "form")
    assert not again.take_from(sent(rf, **shown(seen, added)))
    assert again.sent == [seen, added]


def test_an_odd_name_of_a_file_is_none(rf: RequestFactory) -> None:
    box = UploadBox(World().buyer, "form")
    assert not box.take_from(sent(rf, **{"held-files": ["", "\0", "no id", "1" * 40]}))
    assert box.sent == []
