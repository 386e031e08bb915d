"""The reasons of a ruling say something: of what it rests on, and of nothing that is not there."""

import pytest

from arbitration.verbs import assignment, rulings
from disputes.errors import Code
from disputes.models import Dispute, Ground, Ruling
from disputes.rules.written_reasons import (
    evidence_in,
    evidence_with_files_in,
    files_in,
    letters,
    numbers_in,
    quotes,
)
from disputes.states import State
from disputes.verbs import evidence
from tests.support.moments import IN_TIME, moment
from tests.support.rows import refused
from tests.support.terms import HALF, ground_for
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

GOOD = "Evidence 1 shows a green mug, and the listing shows a blue one."


def in_hand(world: World) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    return world.again(dispute)


def rule(world: World, dispute: Dispute, reasons: str, *cites: int) -> None:
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons=reasons,
        cites=cites or (1,),
    )


@pytest.mark.parametrize(
    ("reasons", "cites", "says"),
    [
        ("x", (1,), "Say more: what the evidence shows, and why that leads to this ruling. 29"),
        ("Evidence 1." + "." * 60, (1,), "21 more letters are needed."),
        ("Evidence 1 " + "x" * 60, (1,), "20 more letters are needed."),
        (GOOD.replace(" 1 ", " "), (1,), "Say what evidence 1 shows, by its number"),
        (GOOD, (1, 2), "Say what evidence 2 shows, by its number"),
        (GOOD.replace("Evidence 1", "11.1 % of 1.50 at 1:30"), (1,), "Say what evidence 1 shows"),
        (f"{GOOD} So does evidence 7.", (1,), "There is no evidence 7 in this case."),
        (f"{GOOD} So do evidence 2 and 9.", (1,), "There is no evidence 9 in this case."),
        (f"{GOOD} See the tracking page in evidence 2.", (1,), "Evidence 2 has no file."),
        (f"{GOOD} See label.pdf as well.", (1,), "There is no file “label.pdf” in this case."),
    ],
)
def test_what_says_nothing_or_what_is_not_there_is_refused(
    world: World, reasons: str, cites: tuple[int, ...], says: str
) -> None:
    dispute = in_hand(world)
    with refused(Code.CITATION_INVALID, field="reasons", says=says):
        rule(world, dispute, reasons, *cites)


@pytest.mark.parametrize(
    ("reasons", "cites"),
    [
        (GOOD, (1,)),
        ("Both the photo (1) and the words of the seller (2) show a green mug.", (1, 2)),
        ("#1: a green mug, plainly. #2 does not say anything against it.", (1, 2)),
        (f"{GOOD} The photo in evidence 1, photo.jpg, is sharp.", (1,)),
        ("证据1显示杯子是绿色的，而商品图片是蓝色的。", (1,)),
        ("يُظهر الدليل رقم ١ كوبًا أخضر بينما تعرض الصورة كوبًا أزرق", (1,)),
    ],
)
def test_any_way_to_speak_of_it_will_do(world: World, reasons: str, cites: tuple[int, ...]) -> None:
    dispute = in_hand(world)
    rule(world, dispute, reasons, *cites)
    assert Ruling.objects.get().reasons == reasons


def test_what_cannot_be_cited_is_neither_named_nor_quoted(world: World) -> None:
    """Evidence 3 came after all chances to answer it."""
    dispute = world.dispute_in(State.APPEALED)
    assignment.take_next(world.arbitrator2)
    words = "The handle had been glued on with yellow resin before it left."
    for number in range(3):
        until = world.again(dispute).answers_until
        assert until is not None
        with moment(until - IN_TIME):
            text = words if number == 2 else f"And again, {number}."
            evidence.add_evidence(world.as_buyer, dispute, text=text)
    last = dispute.evidence.count()
    over = world.again(dispute).answers_until
    assert over is not None
    with moment(over):
        for reasons in (
            f"{GOOD} Evidence {last} says why.",
            f"{GOOD} The handle had been glued on with yellow resin.",
        ):
            with refused(
                Code.CITATION_INVALID,
                field="reasons",
                says=f"The reasons speak of evidence {last}, which the other side had no time",
            ):
                rulings.issue_ruling(
                    world.arbitrator2,
                    dispute,
                    offer=HALF,
                    ground=ground_for(HALF),
                    reasons=reasons,
                    cites=[1],
                )


def test_the_form_says_it_beside_the_reasons_and_keeps_them(world: World) -> None:
    dispute = in_hand(world)
    typed = {
        "outcome": "partial",
        "amount": "11.50",
        "ground": ground_for(HALF).pk,
        "cites": ["1"],
        "reasons": "It is what it is, and there is nothing more to be said.",
    }
    answer = signed_in(world.arbitrator).post(address(dispute, "rule/"), typed)
    form = answer.context["form"]
    assert form.errors == {
        "reasons": ["Say what evidence 1 shows, by its number: the ruling rests on it."]
    }
    assert "nothing more to be said" in answer.text


def test_a_ground_that_speaks_of_photos_needs_one(world: World) -> None:
    dispute = in_hand(world)
    with refused(
        Code.CITATION_INVALID,
        field="cites",
        says="“The item differs from its listing” speaks of photos: cite evidence with at least",
    ):
        rule(world, dispute, "Evidence 2 says that the mug is blue, which it is not.", 2)
    Ground.objects.filter(code="differs_from_listing").update(needs="file")
    with refused(Code.CITATION_INVALID, field="cites", says="cite evidence with a file."):
        rule(world, dispute, "Evidence 2 says that the mug is blue, which it is not.", 2)
    Ground.objects.filter(code="differs_from_listing").update(needs="")
    rule(world, dispute, "Evidence 2 says that the mug is blue, which it is not.", 2)


# In any language: its word for evidence is what it calls the evidence that it cites.


@pytest.mark.parametrize(
    "reasons",
    [
        "La prueba 1 muestra una taza verde y el anuncio una azul. Lo mismo dice la prueba {}.",
        "Beweis 1 zeigt eine grüne Tasse, die Anzeige eine blaue. So auch Beweis Nr. {}.",
        "Доказательство 1: кружка зелёная, а в объявлении синяя. Так и доказательство {}.",
        "证据1显示杯子是绿色的，而商品图片是蓝色的。证据{}也是如此，说明同样的事情。",
        "証拠１のマグカップは緑色ですが、出品の写真では青色です。証拠{}も同じことを示しています。",
        "يُظهر الدليل رقم ١ كوبًا أخضر بينما تعرض الصورة كوبًا أزرق، وكذلك الدليل رقم {}",
    ],
)
@pytest.mark.parametrize("seven", ["7", "٧", "７"])
def test_what_is_not_there_is_named_in_any_language(world: World, reasons: str, seven: str) -> None:
    dispute = in_hand(world)
    with refused(
        Code.CITATION_INVALID, field="reasons", says="There is no evidence 7 in this case."
    ):
        rule(world, dispute, reasons.format(seven))
    rule(world, dispute, reasons.format("2"))


@pytest.mark.parametrize(
    "reasons",
    [
        "La prueba 1 muestra una taza verde. También la foto de la prueba 2 muestra lo mismo.",
        "Beweis 1 zeigt eine grüne Tasse, die Anzeige eine blaue, das Foto in Beweis 2 ebenso.",
        "La preuve 1 montre une tasse verte, et la photo dans la preuve 2 aussi, clairement.",
        "Доказательство 1: кружка зелёная. То же самое показывает фото в доказательстве 2.",
        "证据1显示杯子是绿色的，而商品是蓝色的。证据2中的照片也显示了同样的事情。",
    ],
)
def test_a_photo_that_is_not_there_is_named_in_any_language(world: World, reasons: str) -> None:
    dispute = in_hand(world)
    with refused(Code.CITATION_INVALID, field="reasons", says="Evidence 2 has no file."):
        rule(world, dispute, reasons)


@pytest.mark.parametrize(
    "reasons",
    [
        "La prueba 1 muestra una taza verde; llegó 9 días después y costó 23 dólares en total.",
        "Beweis 1 zeigt eine grüne Tasse, die Anzeige eine blaue; nach 9 Tagen kam sie an.",
        "On August 1 evidence 1 was added: a green mug, where the listing of August 9 is blue.",
    ],
)
def test_other_numbers_are_no_evidence(world: World, reasons: str) -> None:
    dispute = in_hand(world)
    rule(world, dispute, reasons)
    assert Ruling.objects.get().reasons == reasons


# The rules themselves.


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), ("...", 0), ("aaaa", 1), ("a1 b2", 4), ("绿色", 4), ("\u3164", 0)]
)
def test_letters(text: str, number: int) -> None:
    assert letters(text) == number


def test_numbers_and_names() -> None:
    assert numbers_in("Evidence 1, 2 and 30; not 1.5, 4:30, 5 %, 6%, 7-8 or 1/9.") == {1, 2, 30}
    assert numbers_in("第１和②號；और ३") == {1, 2, 3}
    assert evidence_in("Evidence 2, 4 and 5, evidence no. 7", ["evidence"]) == [2, 4, 5, 7]
    assert evidence_in("Beweis 3, Beweises 4", ["beweis"]) == [3, 4]
    named = "the tracking page in evidence 2; photos of evidence 3; no photo contradicts evidence 4"
    assert evidence_with_files_in(named, ["evidence"]) == [2, 3]
    assert files_in("See IMG_0001 (2).jpg and my.scan.pdf, 1.5 mm.") == ["(2).jpg", "my.scan.pdf"]


@pytest.mark.parametrize(
    ("text", "source", "answer"),
    [
        ("It was, he says, GLUED on with  resin!", "It was glued on with resin.", False),
        ("He says that IT was Glued, on-with  resin!", "It was glued on with resin.", True),
        ("As it had been glued on with resin", "It had been glued on with yellow resin", False),
        ("The handle had been glued on with resin", "The handle had been glued on.", True),
        ("It is blue", "It is green", False),
        ("他说杯子的把手是后来粘上去的。", "杯子的把手是后来粘上去的", True),
        ("anything", "", False),
    ],
)
def test_quotes(text: str, source: str, answer: bool) -> None:
    assert quotes(text, source) is answer
