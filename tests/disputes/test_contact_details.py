"""Ways to reach somebody past the platform are found in prose, and numbers of other things stay."""

import time

import pytest

from disputes.rules.contact_details import contact_details, hidden
from tests.support.contact_prose import WITH, WITHOUT

# What is not found: a number in words, a riddle, a bare number of Brazil.
MISSED = [
    "Lily's number: six one two, three four five, six seven eight",
    "my mail is lily the at sign gmail",
    "Meu número é 21 98765-4321",
]


def told(text: str) -> str:
    return hidden(text, contact_details(text), "[-]")


def test_of_86_sentences_with_contact_details_3_are_missed() -> None:
    assert len(WITH) == len(set(WITH)) == 86
    assert [text for text in WITH if not contact_details(text)] == MISSED


def test_of_160_sentences_without_none_is_touched() -> None:
    assert len(WITHOUT) == len(set(WITHOUT)) == 160
    assert [told(text) for text in WITHOUT] == WITHOUT


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Call me on +49 151 23456789 and we sort it out.", "Call me on [-] and we sort it out."),
        ("write to anna.miller@example.com, please", "write to [-], please"),
        ("anna dot miller at gmail dot com it is", "[-] it is"),
        ("peter (at) gmx (dot) de", "[-]"),
        ("add me on Telegram @bags_help.", "add me on [-]"),
        ("加我微信 mike_shop88 谢谢", "[-] 谢谢"),
        ("Look at https://shop.example.net/refund?x=1!", "Look at [-]!"),
        ("I said ＋49 151 ２３４５６７８９", "I said [-]"),
        ("One +49 151 23456789, two a@b.com, three t.me/abc", "One [-], two [-], three [-]"),
        ("Tracking 1234567890, phone 0151 23456789", "Tracking 1234567890, phone [-]"),
        ("Phone me about order 4031234567", "Phone me about order 4031234567"),
        ("", ""),
    ],
)
def test_what_is_hidden_is_that_and_no_more(text: str, read: str) -> None:
    assert told(text) == read


def test_the_marketplaces_own_addresses_stay() -> None:
    text = "See https://www.market.example/rules/ and help.market.example/returns and bags.shop"
    spans = contact_details(text, ["market.example"])
    assert [text[start:end] for start, end in spans] == ["bags.shop"]


@pytest.mark.parametrize(
    "piece", ["a", "a.", "1 ", "0", "whatsapp is ", "@", "a@", "+49151", "www.", "a-", "1(", "at "]
)
def test_no_text_keeps_anybody_waiting(piece: str) -> None:
    text = (piece * 4000)[:4000]
    begun = time.process_time()
    contact_details(text)
    assert time.process_time() - begun < 1
