"""Amounts: how they are written, and what is made of what people type."""

import pytest
from django.utils import translation

from disputes.errors import Code, Refused
from disputes.rules.amounts import amount_as_typed, parse_amount
from disputes.rules.money import format_money

NO_AMOUNT = "Enter an amount in digits, such as 12.50."


def refusal(text: str, currency: str = "USD") -> str:
    with pytest.raises(Refused) as caught:
        parse_amount(text, currency)
    assert (caught.value.code, caught.value.field) == (Code.AMOUNT_INVALID, "amount")
    return caught.value.message


@pytest.mark.parametrize(
    ("minor", "currency", "written", "typed"),
    [
        (1230, "USD", "$12.30", "12.30"),
        (1, "USD", "$0.01", "0.01"),
        (0, "USD", "$0.00", "0.00"),
        (123456789, "USD", "$1,234,567.89", "1234567.89"),
        (2300, "EUR", "€23.00", "23.00"),
        (1230, "JPY", "¥1,230", "1230"),
        (1, "JPY", "¥1", "1"),
        (12345, "KWD", "KWD12.345", "12.345"),
        (5, "KWD", "KWD0.005", "0.005"),
    ],
)
def test_an_amount_is_written_with_the_decimals_of_its_currency(
    minor: int, currency: str, written: str, typed: str
) -> None:
    assert format_money(minor, currency) == written
    assert amount_as_typed(minor, currency) == typed
    assert parse_amount(typed, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12", "USD", 1200),
        ("12.3", "USD", 1230),
        ("12.30", "USD", 1230),
        (" 12.30 \n", "USD", 1230),
        ("1,234.50", "USD", 123450),
        ("1,234", "USD", 123400),
        ("0", "USD", 0),
        ("0.01", "USD", 1),
        ("-1", "USD", -100),  # below what any rule allows: `solutions.check` names the bounds
        ("12", "JPY", 12),
        ("12.0", "JPY", 12),
        ("12.345", "KWD", 12345),
        ("12", "KWD", 12000),
        ("١٢", "USD", 1200),  # digits of another script are digits
        ("１２．５".replace("．", "."), "USD", 1250),
        ("999999999999.99", "USD", 99999999999999),
    ],
)
def test_what_people_type(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


def test_the_viewers_language_says_what_a_comma_is() -> None:
    with translation.override("de"):
        assert format_money(123450, "EUR") == "1.234,50\xa0€"
        assert amount_as_typed(123450, "EUR") == "1234,50"
        assert parse_amount("1.234,50", "EUR") == 123450
        assert parse_amount("12,5", "EUR") == 1250
        assert "12,50" in refusal("12.5", "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "twelve",
        "12 dollars",
        "$12",
        "12,00",
        "1,00",
        "1,0,0",
        "1 000.50",
        "12.30.1",
        "--1",
        "0x10",
        "1e9",
        "1E-2",
        "1e999999",
        "1e99999999999999999999",
        "1_000",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "1\x002",
        "\x00",
        "½",
        "1;2",
        "<b>1</b>",
    ],
)
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    assert refusal(text) == NO_AMOUNT


@pytest.mark.parametrize("text", ["1000000000000", "9" * 40, "9" * 5000, "-" + "9" * 40])
def test_an_amount_beyond_all_reason_is_refused(text: str) -> None:
    assert refusal(text) == "This amount is too large to be true."


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("12.345", "USD", "Enter at most 2 decimals for USD."),
        ("0.001", "USD", "Enter at most 2 decimals for USD."),
        ("12.3456", "KWD", "Enter at most 3 decimals for KWD."),
        ("12.5", "JPY", "Enter a whole amount: JPY has no decimals."),
        # More digits than a decimal's precision must not be rounded away.
        ("1." + "0" * 40 + "1", "USD", "Enter at most 2 decimals for USD."),
    ],
)
def test_decimals_that_the_currency_does_not_have_are_refused(
    text: str, currency: str, sentence: str
) -> None:
    assert refusal(text, currency) == sentence


def test_the_example_fits_the_currency() -> None:
    assert refusal("x", "JPY") == "Enter an amount in digits, such as 1300."
    assert refusal("x", "KWD") == "Enter an amount in digits, such as 1.250."
