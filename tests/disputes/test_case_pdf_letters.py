"""People write in any script, at any length, and anything: the case PDF shows it as text."""

import pytest

from disputes.case_pdf.press import named, undrawable
from disputes.case_pdf.text import breakable, clean, language, reads_from_the_right
from disputes.models import Dispute
from disputes.verbs import evidence
from tests.support.case_pdfs import UNSEEN, file_of, text_of
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOT_DRAWN = "Some letters could not be drawn with the fonts at hand."
WORDS = {
    "Chinese": "杯子是绿色的，不是蓝色的。",
    "Chinese, traditional": "杯子是綠色的，不是藍色的。",
    "Japanese": "このマグカップは緑色です。",
    "Korean": "이 머그잔은 녹색입니다.",
    "Greek": "Η κούπα είναι πράσινη.",
    "Ukrainian": "Чашка зелена, а не блакитна.",
    "Vietnamese": "Chiếc cốc màu xanh lá cây.",
    "Turkish": "Kupa yeşil, mavi değil: ığşçöü.",
    "Georgian": "ჭიქა მწვანეა.",
    "Armenian": "Բաժակը կանաչ է։",
    "emoji": "😀 📦 🎉 🫠",
    "signs": "✓ ✗ → ★ € ₹ ₺ ₽ ₩",
}
# What a reader of the PDF gives back of these is in another order, as it is on the page.
TURNED_OR_JOINED = {
    "Arabic": "لون الكوب أخضر وليس أزرق",
    "Persian": "فنجان سبز است پچگ",
    "Hebrew": "הספל ירוק ולא כחול",
    "Hindi": "मग हरा है",
    "Bengali": "মগটি সবুজ",
    "Tamil": "குவளை பச்சை",
    "Thai": "แก้วเป็นสีเขียว",
    "Khmer": "ខ្មែរ",
    "Burmese": "မြန်မာ",
    "Amharic": "አማርኛ",
    "families": "👩‍👩‍👧 👍🏽 ❤️",
}


def read_back(world: World, dispute: Dispute, words: str) -> str:
    evidence.add_evidence(world.as_buyer, dispute, text=words)
    return text_of(file_of(world, dispute))


def test_words_of_many_scripts_are_read_back_as_they_were_written(
    world: World, dispute: Dispute
) -> None:
    text = read_back(world, dispute, "\n".join(WORDS.values()))
    assert [script for script, words in WORDS.items() if words not in text] == []
    assert NOT_DRAWN not in text


def test_every_letter_of_the_others_has_a_drawing(world: World, dispute: Dispute) -> None:
    text = read_back(world, dispute, "\n".join(TURNED_OR_JOINED.values()))
    assert NOT_DRAWN not in text
    assert "U+" not in text
    for script in ("Arabic", "Hebrew", "Hindi", "Thai", "Amharic"):
        assert set(TURNED_OR_JOINED[script]) <= set(text), script


def test_what_cannot_be_drawn_is_named_and_said_on_the_first_page(
    world: World, dispute: Dispute
) -> None:
    text = read_back(world, dispute, "before བོད་ཡིག after, and \u0378.")
    assert "before [U+0F56 U+0F7C U+0F51 U+0F0B U+0F61 U+0F72 U+0F42] after, and [U+0378]." in text
    assert text.index(NOT_DRAWN) < text.index("Contents")
    assert "བ" not in text


def test_a_letter_with_a_foreign_accent_does_not_stop_the_file(
    world: World, dispute: Dispute
) -> None:
    """Text that no font can draw as a whole, in any of its combinations."""
    odd = "e\u0f71 😀\u0300 汉\u0300 ا\u0300 x\u0b3f \U000e0041 \ufdd0 \ufffd \ud7b0"
    assert "until here" in read_back(world, dispute, f"{odd} until here")


def test_what_looks_like_a_command_is_text(world: World, dispute: Dispute) -> None:
    hostile = (
        '#read("/etc/passwd") #panic("x") $1/0$ *bold* _so_ = Heading <label> @ref '
        '\\ // gone /* gone */ `raw` ```#raw``` #import "@preview/cetz:0.3.0" [x](y)'
    )
    assert hostile in read_back(world, dispute, hostile)


def test_controls_are_left_out(world: World, dispute: Dispute) -> None:
    text = read_back(world, dispute, "one\x07two\x1bthree\tfour")
    assert "onetwothree" in text
    assert NOT_DRAWN not in text


def test_an_endless_word_stays_on_the_page(world: World, dispute: Dispute) -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 30
    evidence.add_evidence(world.as_buyer, dispute, text=word)
    file = file_of(world, dispute)
    lines = [line for page in file.pages for line in page.extract_text().splitlines()]
    pieces = [UNSEEN.sub("", line) for line in lines if "dampf" in line]
    assert "".join(pieces) == word
    assert max(map(len, pieces)) < 110


def test_long_words_break_in_the_narrow_places_too(world: World) -> None:
    world.store.name = "S" * 110
    world.store.save()
    line = world.line()
    line.title = "T" * 200
    line.save()
    text = text_of(file_of(world, world.open_dispute(line))).replace(" ", "")
    assert "S" * 110 in text
    assert "T" * 200 in text


def test_where_a_line_may_break() -> None:
    assert breakable("short words stay, https://shop.example/too") == (
        "short words stay, https://shop.example/too"
    )
    long = "x" * 40
    assert breakable(f"a {long} b") == f"a {'x' * 16}\u200b{'x' * 16}\u200b{'x' * 8} b"
    accented = "x" * 16 + "\u0301" + "x" * 20
    assert breakable(accented) == "x" * 16 + "\u0301\u200b" + "x" * 16 + "\u200b" + "x" * 4
    thai = "แก้วเป็นสีเขียวไม่ใช่สีน้ำเงินและแตก"
    assert breakable(thai) == thai  # it knows its own places


def test_the_direction_is_that_of_the_first_letter_that_has_one() -> None:
    assert not reads_from_the_right("The mug, الكوب")
    assert reads_from_the_right("123 – הספל, the mug")
    assert reads_from_the_right("(الكوب)")
    assert not reads_from_the_right("123 😀")


def test_signs_that_are_shared_are_drawn_as_their_language_does() -> None:
    assert language("直すのは骨") == "ja"
    assert language("뼈 骨") == "ko"
    assert language("骨") is None


def test_only_controls_are_cleaned_away() -> None:
    assert clean("a\x00b\r\nc\u200dd\u202e") == "ab\nc\u200dd\u202e"


def test_the_names_of_what_has_no_drawing_come_from_the_press() -> None:
    told = (
        'error: PDF/UA-1 error: the text `"\\u{f7c}"` could not be displayed with font `"Noto"`\n'
        'error: PDF/UA-1 error: the text `"ད"` could not be displayed with font `"Noto Sans"`\n'
        'error: PDF/UA-1 error: missing alt text `"x"` elsewhere'
    )
    assert undrawable(told) == {"\u0f7c", "ད"}
    shown = named({"a": ["ད\u0f7cx", 1], "b": None}, {"\u0f7c", "ད"})
    assert shown == {"a": ["[U+0F51 U+0F7C]x", 1], "b": None}
