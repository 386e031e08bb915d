"""A language that is written from right to left turns the whole page."""

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "direction", "stylesheet"),
    [("en", "ltr", "bootstrap.min.css"), ("ar", "rtl", "bootstrap.rtl.min.css")],
)
def test_direction_and_stylesheet_follow_the_language(
    client: Client, settings: LazySettings, language: str, direction: str, stylesheet: str
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    page = client.get("/sign-in/", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"bootstrap/css/{stylesheet}" in page
