"""Changing evidence on its page, the evidence on the case page, and its receipt."""

import re
from hashlib import sha256

import pytest
from django.test import Client

from disputes.models import Attachment, Dispute, Evidence, Shot
from disputes.states import State
from disputes.verbs import evidence
from disputes.verbs.evidence_revisions import change_evidence
from disputes.verbs.uploads import add_upload
from tests.support.form_files import picture, upload
from tests.support.form_uploads import uploads_in
from tests.support.old_cases import erased, paid_case
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db

RED, GREEN, GREY = (picture(colour) for colour in ("red", "green", "grey"))


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """The seller has shown two photos: evidence 3."""
    world = World()
    dispute = world.dispute_in(State.HEARING)
    files = [
        add_upload(world.seller, "form", upload(name, content))
        for name, content in (("box.jpg", RED), ("label.jpg", GREEN))
    ]
    evidence.add_evidence(world.as_seller, dispute, text="As it was packed.", files=files)
    return world


@pytest.fixture
def dispute(world: World) -> Dispute:
    return Dispute.objects.get()


@pytest.fixture
def seller(world: World) -> Client:
    return signed_in(world, "seller")


def signed_in(world: World, portal: str) -> Client:
    client = Client()
    client.force_login(world.buyer if portal == "buyer" else world.seller)
    return client


def address(dispute: Dispute, page: str = "change", portal: str = "seller", number: int = 3) -> str:
    return f"/{portal}/cases/{dispute.reference}/evidence/{number}/{page}/"


def filled_in(dispute: Dispute, **other: object) -> dict[str, object]:
    """The form as it came, with something else in it."""
    said = dispute.evidence.get(number=3)
    same = {"version": said.version, "text": said.text, "caption-1": "", "caption-2": ""}
    return same | other


def stated(dispute: Dispute) -> Evidence:
    return dispute.evidence.get(number=3)


def test_words_captions_and_files_change_without_a_script(dispute: Dispute, seller: Client) -> None:
    unchanged = everything()
    page = seller.get(address(dispute))
    assert page.status_code == 200
    assert "What will happen" in page.text
    assert "As it was packed." in page.text
    assert everything() == unchanged
    answer = seller.post(
        address(dispute),
        filled_in(
            dispute,
            text="As it was sealed.",
            **{
                "caption-1": "The box",
                "caption-2": "The label, closer",
                "files-2": [upload("closer.jpg", GREY)],
                "files": [upload("more.jpg", picture("white"))],
            },
        ),
        follow=True,
    )
    assert answer.redirect_chain == [(f"/seller/cases/{dispute.reference}/", 302)]
    assert "Your evidence is changed." in answer.text
    assert f'href="{address(dispute, "receipt")}"' in answer.text
    said = stated(dispute)
    assert (said.text, said.version) == ("As it was sealed.", 2)
    assert [(file.name, file.caption) for file in said.current_attachments] == [
        ("box.jpg", "The box"),
        ("closer.jpg", "The label, closer"),
        ("more.jpg", ""),
    ]
    assert not Attachment.objects.exclude(form_key="").exists()


def test_one_bad_file_loses_nothing(dispute: Dispute, seller: Client) -> None:
    typed = {
        "text": "As it was sealed.",
        "caption-1": "The box",
        "files-1": [upload("bad.jpg", b"no picture")],
        "files-2": [upload("closer.jpg", GREY)],
    }
    page = seller.post(address(dispute), filled_in(dispute, **typed))
    assert page.status_code == 200
    for kept in ("As it was sealed.", 'value="The box"', "bad.jpg", "closer.jpg"):
        assert kept in page.text
    assert stated(dispute).version == 1
    seller.post(
        address(dispute), filled_in(dispute, text="As it was sealed.") | uploads_in(page.text)
    )
    assert [file.name for file in stated(dispute).current_attachments] == ["box.jpg", "closer.jpg"]


def test_a_photo_for_a_place_can_be_taken_away_again(dispute: Dispute, seller: Client) -> None:
    bad = upload("bad.jpg", b"no picture")
    seller.post(
        address(dispute),
        filled_in(dispute, **{"files-2": [upload("closer.jpg", GREY)], "files": [bad]}),
    )
    held = Attachment.objects.get(evidence=None)
    page = seller.post(
        address(dispute),
        filled_in(dispute, text="Typed meanwhile.", remove_file=str(held.public_id)),
    )
    assert "Typed meanwhile." in page.text
    assert not Attachment.objects.filter(evidence=None).exists()
    assert stated(dispute).version == 1


def test_nothing_changed_is_told_and_keeps_the_page(dispute: Dispute, seller: Client) -> None:
    before = everything()
    page = seller.post(address(dispute), filled_in(dispute))
    assert page.status_code == 200
    assert "You have not changed anything yet." in page.text
    assert everything() == before


def test_a_page_that_is_older_than_the_evidence_shows_both_and_can_then_be_saved(
    world: World, dispute: Dispute, seller: Client
) -> None:
    old = filled_in(dispute, text="From my window.")
    change_evidence(world.as_seller, dispute, stated(dispute), text="From the other window.")
    before = everything()
    page = seller.post(address(dispute), old)
    assert page.status_code == 200
    assert "Your side changed this evidence on" in page.text
    assert "From my window." in page.text
    assert "From the other window." in page.text
    assert everything() == before
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    seller.post(address(dispute), old | {"version": version[1]})
    assert (stated(dispute).text, stated(dispute).version) == ("From my window.", 3)


@pytest.mark.parametrize("version", ["", "x", "7", "99999999999999999999"])
def test_a_forged_version_is_refused(dispute: Dispute, seller: Client, version: str) -> None:
    before = everything()
    page = seller.post(address(dispute), filled_in(dispute, text="New.", version=version))
    assert page.status_code == 200
    assert "alert" in page.text
    assert everything() == before


def test_when_the_file_was_closed_meanwhile_it_says_so_and_keeps_the_words(
    world: World, dispute: Dispute, seller: Client
) -> None:
    evidence.finish_evidence(world.as_seller, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    before = everything()
    page = seller.post(address(dispute), filled_in(dispute, text="One thing more."))
    assert page.status_code == 409
    assert "The file was closed." in page.text
    assert "One thing more." in page.text
    assert "See the case as it is now" in page.text
    assert everything() == before
    answer = seller.get(address(dispute), follow=True)
    assert answer.redirect_chain == [(f"/seller/cases/{dispute.reference}/", 302)]


@pytest.mark.parametrize("number", [1, 99, 99999999999])
def test_what_is_not_ones_own_is_not_found(dispute: Dispute, seller: Client, number: int) -> None:
    assert seller.get(address(dispute, number=number)).status_code == 404
    assert seller.post(address(dispute, number=number), {"text": "Red."}).status_code == 404


# The case page


def test_the_links_stand_where_something_can_be_done(
    world: World, dispute: Dispute, seller: Client
) -> None:
    page = seller.get(f"/seller/cases/{dispute.reference}/").text
    links = re.findall(r'href="[^"]+/evidence/(\d)/(change|receipt)/"', page)
    assert links == [
        ("1", "receipt"),
        ("2", "change"),
        ("2", "receipt"),
        ("3", "change"),
        ("3", "receipt"),
    ]
    evidence.finish_evidence(world.as_seller, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    page = seller.get(f"/seller/cases/{dispute.reference}/").text
    assert re.findall(r'href="[^"]+/evidence/\d/(change)/"', page) == []


def test_what_is_said_of_a_file_stands_below_it(world: World, dispute: Dispute) -> None:
    shot = Shot.objects.create(code="a-test", label="Label close up", text="So that it can be read")
    file = stated(dispute).files.first()
    assert file is not None
    Attachment.objects.filter(pk=file.pk).update(
        caption="<b>The label</b>", shot=shot, animated=True
    )
    page = signed_in(world, "buyer").get(f"/buyer/cases/{dispute.reference}/").text
    assert "&lt;b&gt;The label&lt;/b&gt;" in page
    assert "Label close up" in page
    assert "Animated: only the first picture is shown." in page


def test_a_document_is_a_download_and_no_picture(world: World, dispute: Dispute) -> None:
    file = stated(dispute).files.first()
    assert file is not None
    Attachment.objects.filter(pk=file.pk).update(kind="document", name="customs.pdf")
    for portal in ("buyer", "seller"):
        page = signed_in(world, portal).get(f"/{portal}/cases/{dispute.reference}/").text
        assert re.search(rf'<a href="{file.url}" download>\s*<bdi>customs.pdf</bdi>', page)
        assert file.thumbnail_url not in page


def test_earlier_versions_are_read_by_both_sides(world: World, dispute: Dispute) -> None:
    first, second = stated(dispute).files.all()
    change_evidence(
        world.as_seller, dispute, stated(dispute), text="Second words.", captions={second: "Second"}
    )
    new = add_upload(world.seller, "form", upload("closer.jpg", GREY))
    change_evidence(
        world.as_seller, dispute, stated(dispute), text="Third words.", replacements={first: new}
    )
    for portal in ("buyer", "seller"):
        page = signed_in(world, portal).get(f"/{portal}/cases/{dispute.reference}/").text
        now, earlier = page[page.index("Third words.") :].split("2 earlier versions", 1)
        assert first.thumbnail_url not in now
        assert new.thumbnail_url in now
        assert [earlier.index(text) for text in ("Second words.", "As it was packed.")]
        assert earlier.index("Second words.") < earlier.index("As it was packed.")
        assert earlier.count(first.thumbnail_url) == 2


def test_a_replaced_photo_is_not_beside_the_listing(world: World) -> None:
    dispute = world.open_dispute()
    old = Attachment.objects.get(evidence__dispute=dispute)
    new = add_upload(world.buyer, "form", upload("closer.jpg", GREY))
    change_evidence(
        world.as_buyer, dispute, dispute.evidence.get(), text="Closer.", replacements={old: new}
    )
    page = signed_in(world, "buyer").get(f"/buyer/cases/{dispute.reference}/").text
    beside = page.split('id="compare-photos"')[1].split("</section>")[0]
    assert new.thumbnail_url in beside
    assert old.thumbnail_url not in beside


# The receipt


def test_the_receipt_names_each_file_with_its_hashes_and_its_line(
    world: World, dispute: Dispute
) -> None:
    first, second = stated(dispute).files.all()
    new = add_upload(world.seller, "form", upload("closer.jpg", GREY))
    change_evidence(
        world.as_seller, dispute, stated(dispute), text="Closer.", replacements={first: new}
    )
    added, changed = dispute.events.filter(data__number=3)
    for portal in ("buyer", "seller"):
        page = signed_in(world, portal).get(address(dispute, "receipt", portal))
        assert page.status_code == 200
        for file, content, line in (
            (first, RED, added),
            (second, GREEN, added),
            (new, GREY, changed),
        ):
            [part] = [part for part in page.text.split("<h3>") if file.name in part]
            assert sha256(content).hexdigest() == file.sha256
            assert file.sha256 in part
            assert file.shared_sha256 in part
            assert f"({file.size} bytes)" in part
            assert f"Line {line.number}" in part
        assert added.hash in page.text
        assert changed.hash in page.text
        assert page.text.count("Another file has taken its place.") == 1
        assert "sha256sum" in page.text


def test_a_receipt_of_words_alone(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    page = signed_in(world, "seller").get(address(dispute, "receipt", number=2)).text
    assert "There are no files in it, only words." in page
    assert "sha256sum" not in page


def test_the_receipt_of_an_erased_case_keeps_the_hashes(world: World) -> None:
    with erased(paid_case(world)) as dispute:
        page = signed_in(world, "buyer").get(address(dispute, "receipt", "buyer", 1)).text
        file = Attachment.objects.get(evidence__dispute=dispute)
        assert "Erased file" in page
        assert file.sha256 in page


@pytest.mark.parametrize("number", [9, 99999999999])
def test_there_is_no_receipt_of_what_is_not_there(
    dispute: Dispute, seller: Client, number: int
) -> None:
    assert seller.get(address(dispute, "receipt", number=number)).status_code == 404


def test_the_way_to_the_receipt(world: World, dispute: Dispute, seller: Client) -> None:
    answer = seller.post(
        f"/seller/cases/{dispute.reference}/add-evidence/", {"text": "And this."}, follow=True
    )
    assert f'href="{address(dispute, "receipt", number=4)}"' in answer.text
    page = signed_in(world, "buyer").get(f"/buyer/cases/{dispute.reference}/submitted/").text
    assert f'href="{address(dispute, "receipt", "buyer", 1)}"' in page
