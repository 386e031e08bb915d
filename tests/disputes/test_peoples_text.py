"""What people write stays whole, in every script; what nobody can see is no text."""

import pytest

from disputes.errors import Code
from disputes.files.names import name_to_give
from disputes.presenters.parts import carrier_and_number
from disputes.rules.texts import check_text, cut, is_visible, isolated, one_line
from disputes.states import State
from disputes.verbs import negotiation, returns
from disputes.verbs.uploads import check_caption
from tests.support.rows import refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

PERSIAN_POST = "پست\u200cپیشتاز"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
THUMB = "\U0001f44d\U0001f3fd"
INVISIBLE = (
    *("\x00", " ", "\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f", "\u17b4", "\u180e", "\u200b"),
    *("\u200d", "\u200e", "\u202e", "\u2060", "\u2063", "\u2800", "\u3164", "\ufe0f", "\ufeff"),
    *("\uffa0", "\U000e0061", "\U000e0100", "\u200b\u3164 \u2800\n\u2060"),
)


@pytest.mark.parametrize("text", INVISIBLE)
def test_invisible_text_is_no_text(text: str) -> None:
    assert not is_visible(text)
    assert one_line(text) == ""
    world = World()
    dispute = world.open_dispute()
    with refused(Code.TEXT_MISSING, field="text", says="Say why you reject the request."):
        negotiation.reject(world.as_seller, dispute, text=text)


@pytest.mark.parametrize("text", ["x", "?", "→", "٣", "水", FAMILY, SCOTLAND, THUMB, PERSIAN_POST])
def test_what_can_be_seen_is_text_and_stays_as_it_is(text: str) -> None:
    assert check_text(f" {text}\n") == text
    assert one_line(text) == check_caption(text) == text
    assert name_to_give(f"1{text}.jpg", "image/jpeg") == f"1{text.strip('?')}.jpg"


def test_marks_that_turn_the_direction_go_from_what_stands_on_one_line() -> None:
    assert (
        one_line("photo\u202egpj.\u2066exe\u2069\ud800\t two\u2028lines")
        == "photogpj.exe two lines"
    )
    assert one_line("\U000e0061flags\U000e0067") == "flags"  # only behind the flag that they are of


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("abc", 5, "abc"),
        ("abc", 2, "ab"),
        ("ab\u0301c", 2, "a"),
        (f"a{FAMILY}", 4, "a"),
        (f"a{FAMILY}b", 6, f"a{FAMILY}"),
        (f"a{THUMB}", 2, "a"),
        (f"a{SCOTLAND}", 5, "a"),
    ],
)
def test_a_cut_breaks_nothing_that_is_drawn_as_one(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


def test_a_carrier_that_is_read_from_the_right_does_not_turn_the_number_round() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    returns.ship_return(world.as_buyer, dispute, carrier=PERSIAN_POST, tracking="12-345-678")
    event = dispute.events.last()
    assert event is not None
    assert event.data["carrier"] == PERSIAN_POST
    both = f'<bdi dir="auto">{PERSIAN_POST}</bdi> <bdi dir="ltr">12-345-678</bdi>'
    for client, address in (
        (signed_in(world.buyer), f"/buyer/cases/{dispute.reference}/"),
        (signed_in(world.seller), f"/seller/cases/{dispute.reference}/"),
        (signed_in(world.supervisor), f"/admin/disputes/dispute/{dispute.reference}/"),
    ):
        page = client.get(address).text
        assert both in page
        assert f"with \u2068{PERSIAN_POST}\u2069, tracking 12-345-678." in page


def test_a_name_of_a_carrier_is_no_markup() -> None:
    assert carrier_and_number("<b>x</b>", "") == '<bdi dir="auto">&lt;b&gt;x&lt;/b&gt;</bdi>'
    assert carrier_and_number("", "") == ""


def test_only_what_is_read_from_the_right_is_set_apart_in_a_sentence() -> None:
    assert isolated("Correos") == "Correos"
    assert isolated("דואר") == "\u2068דואר\u2069"
