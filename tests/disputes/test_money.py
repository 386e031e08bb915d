"""Amounts: how they are written, and what is made of what people type."""

import pytest
from babel.numbers import get_currency_precision
from django.utils import translation

from disputes.errors import Code, Refused
from disputes.rules.amounts import amount_as_typed, parse_amount
from disputes.rules.money import active_currencies, format_money, minor_digits

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
        ("12,30", "USD", 1230),
        ("12,5", "EUR", 1250),
        ("12,", "EUR", 1200),
        (",5", "EUR", 50),
        ("1,234.50", "EUR", 123450),
        ("1.234,50", "EUR", 123450),
        ("1 234,50", "EUR", 123450),
        ("1\u202f234,50", "EUR", 123450),
        ("1’234.50", "CHF", 123450),
        ("1.234.567", "EUR", 123456700),
        ("1,23,456.50", "INR", 12345650),
        ("1 234", "USD", 123400),
        ("$12", "USD", 1200),
        ("US$ 12.50", "USD", 1250),
        ("12,50 €", "EUR", 1250),
        ("€12.50", "EUR", 1250),
        ("12.50 eur", "EUR", 1250),
        ("EUR 12,50", "EUR", 1250),
        ("$15.000", "CLP", 15000),
        ("15.000", "CLP", 15000),
        ("15,000", "JPY", 15000),
        ("1,250", "KWD", 1250),
        ("1.250", "KWD", 1250),
        ("1,250.500", "KWD", 1250500),
        ("12,50", "RSD", 1250),
        ("\u200e-€12", "EUR", -1200),
        ("€ \u22125", "EUR", -500),
        ("١٬٢٣٤٫٥٠", "USD", 123450),
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
        assert parse_amount("12.5", "EUR") == 1250
        assert "12,50" in refusal("zwölf", "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "twelve",
        "12 dollars",
        "12 EUR",
        "$",
        ".",
        "1,0,0",
        "1 00",
        "1 2 3",
        "1.234.56",
        "1,2345,678",
        "12 ,50 ,1",
        "12²",
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
        ("0.500", "EUR", "Enter at most 2 decimals for EUR."),
        ("12.5", "JPY", "Enter a whole amount: JPY has no decimals."),
        ("12.0", "JPY", "Enter a whole amount: JPY has no decimals."),
        # More digits than a decimal's precision must not be rounded away.
        ("1." + "0" * 40 + "1", "USD", "Enter at most 2 decimals for USD."),
    ],
)
def test_decimals_that_the_currency_does_not_have_are_refused(
    text: str, currency: str, sentence: str
) -> None:
    assert refusal(text, currency) == sentence


@pytest.mark.parametrize("typed", ["1.250", "1,250"])
def test_what_can_mean_two_things_is_asked_back_with_both(typed: str) -> None:
    assert refusal(typed, "EUR") == (
        f"“{typed}” can mean €1,250.00 or €1.25. Enter 1250.00 or 1.25 instead."
    )
    assert [parse_amount(each, "EUR") for each in ("1250.00", "1.25")] == [125000, 125]


@pytest.mark.parametrize("typed", ["1.250", "1,250"])
def test_what_is_more_than_can_be_refunded_is_no_reading(typed: str) -> None:
    assert parse_amount(typed, "EUR", most_minor=124_999) == 125
    with pytest.raises(Refused, match="can mean"):
        parse_amount(typed, "EUR", most_minor=125_000)
    with pytest.raises(Refused, match="can mean"):  # both are too much, so nobody knows
        parse_amount(typed, "EUR", most_minor=124)


def test_what_iso_4217_has_withdrawn_is_no_currency_any_more() -> None:
    assert not {"BGN", "HRK", "ANG", "ZWL"} & active_currencies()
    assert {"EUR", "XCG", "ZWG", "RSD"} <= active_currencies()


def test_the_sign_of_another_currency_is_not_dropped() -> None:
    assert refusal("€12", "USD") == "Enter an amount in USD, such as 12.50."


def test_minor_units_are_those_of_iso_4217() -> None:
    """CLDR's are for display. They differ for these, of all that are legal tender today."""
    differ = {
        code: (minor_digits(code), shown)
        for code in active_currencies()
        if minor_digits(code) != (shown := get_currency_precision(code))
    }
    two = ["AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"]
    assert differ == dict.fromkeys(two, (2, 0)) | {"IQD": (3, 0)}


def test_every_amount_is_read_as_it_is_written() -> None:
    """Of each currency, as an input field and as a price shows it, in the languages that we have
    and in some whose habits differ."""
    for language in ("en", "de", "fr", "es"):
        with translation.override(language):
            for code in active_currencies():
                for minor in (0, 7, 1250, 123456, 98765432):
                    assert parse_amount(amount_as_typed(minor, code), code) == minor
                    assert parse_amount(format_money(minor, code), code) == minor, code


def test_the_example_fits_the_currency() -> None:
    assert refusal("x", "JPY") == "Enter an amount in digits, such as 1300."
    assert refusal("x", "KWD") == "Enter an amount in digits, such as 1.250."
