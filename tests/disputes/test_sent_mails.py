"""The demo shows the mails that it would have sent; nobody else shows any."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from disputes.background.mails import Mailed
from disputes.models import Mail
from disputes.views.sent_mails import hashes_of_styles
from tests.support.mails import tell, with_addresses
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(world: World, settings: LazySettings) -> Mail:
    settings.DEMO = True
    with_addresses(world)
    world.open_dispute()
    assert tell() == Mailed(kept=1)
    return Mail.objects.get()


def test_the_demo_lists_them_and_shows_each_as_text_and_html(client: Client, mail: Mail) -> None:
    listed = client.get("/demo/mails/").text
    assert f'<a href="/demo/mails/{mail.pk}/">{mail.subject}</a>' in listed
    page = client.get(f"/demo/mails/{mail.pk}/")
    assert "Deadline: " in page.text
    assert mail.message_id.strip("<>") in page.text
    [frame] = re.findall(r"<iframe[^>]*>", page.text)
    assert "allow-scripts" not in frame
    assert "allow-same-origin" not in frame
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_the_html_loads_nothing_and_has_its_own_styles_only(client: Client, mail: Mail) -> None:
    page = client.get(f"/demo/mails/{mail.pk}/html/")
    assert page.text == mail.html
    policy = page["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    styles = directives.pop("style-src").split()
    assert directives == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert styles[0] == "'unsafe-hashes'"
    assert set(styles[1:]) == hashes_of_styles(mail.html)
    assert "'unsafe-inline'" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["", "{number}/", "{number}/html/"])
def test_elsewhere_there_is_no_such_page(
    client: Client, mail: Mail, settings: LazySettings, path: str
) -> None:
    settings.DEMO = False
    assert client.get(f"/demo/mails/{path.format(number=mail.pk)}").status_code == 404


def test_before_any_mail_was_written(client: Client, settings: LazySettings) -> None:
    settings.DEMO = True
    assert "None yet." in client.get("/demo/mails/").text
