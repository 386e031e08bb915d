"""The site in the test's own process, so that a test may act while somebody looks at a page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from disputes.models import User
from tests.browser.moves import PATIENCE
from tests.support.workspace import signed_in

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def live_site(django_db_setup: None, browser: Browser) -> Iterator[str]:
    """A thread for each request, beside the browser's loop."""
    with pytest.MonkeyPatch.context() as patch:
        # Django takes every query for one that would hold up that loop. It waits for nobody here.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # The server wants an address for media, and we have none.
        patch.setattr(settings, "MEDIA_URL", "/media/")
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        connection.close()  # beside the loop it is another one than before and after


@pytest.fixture
def open_page(live_site: str, committed: None, browser: Browser) -> Iterator[Open]:
    """`open_page(user, address)`: a window of its own, in which somebody looks at it.

    The time of its scripts stands still, so that they ask when a test says so, however busy the
    machine.
    """
    contexts = []

    def opened(user: User, address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=live_site, **options)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_site}
                for name, cookie in signed_in(user).cookies.items()
            ]
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        if options.get("java_script_enabled", True):
            page.clock.install()
            page.goto(address)
            expect(page.locator("[data-following]")).to_be_attached()
            page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
        else:
            page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
