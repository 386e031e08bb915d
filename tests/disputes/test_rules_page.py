"""Everybody can read by which rules the platform decides."""

import pytest
from django.test import Client

from disputes.models import Ground

pytestmark = pytest.mark.django_db


def page() -> str:
    return Client().get("/rules/").content.decode().replace("&#x27;", "'")


def test_each_ground_stands_there_with_its_article_and_what_it_can_lead_to() -> None:
    shown = page()
    for ground in Ground.objects.all():
        assert f'id="article-{ground.article}"' in shown
        assert ground.title in shown
        assert ground.text in shown
    assert shown.index("The item was not received") < shown.index("The item is not as described")
    assert shown.index('id="article-1.2"') < shown.index('id="article-2.1"')


def test_a_ground_that_is_switched_off_is_gone() -> None:
    Ground.objects.filter(code="no_defence").update(active=False)
    assert "The claim is not answered" not in page()


def test_articles_are_in_the_order_of_their_numbers() -> None:
    Ground.objects.filter(code="no_defence").update(article="1.10")
    Ground.objects.filter(code="minor_difference").update(article="1.9")
    shown = page()
    assert shown.index('id="article-1.9"') < shown.index('id="article-1.10"')


def test_the_numbers_are_those_of_the_latest_policy() -> None:
    shown = page()
    assert "Days for the seller to answer" in shown
    assert "Version 1 of the policy" in shown


def test_it_takes_two_queries(django_assert_num_queries: pytest.FixtureRequest) -> None:
    client = Client()
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/rules/")
