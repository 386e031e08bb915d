"""A case knows in which language its buyer writes, as far as the browser tells."""

import pytest

from disputes.rules.languages import language_name, primary_language


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("pt", "pt"),
        (" DE-at ", "de"),
        ("zh-Hant-TW", "zh"),
        ("fil-PH,en", "fil"),
        ("", ""),
        ("*", ""),
        ("xx", ""),
        ("english", ""),
        ("e", ""),
        ("<script>", ""),
        ("../../etc", ""),
        ("en" * 5000, ""),
    ],
)
def test_the_first_language_that_a_browser_prefers(header: str, code: str) -> None:
    assert primary_language(header) == code


def test_it_is_named_in_the_language_of_whoever_reads() -> None:
    assert language_name("es", "en") == "Spanish"
    assert language_name("es", "es") == "español"
    assert language_name("qqq", "en") == "qqq"
