"""A real browser on the real site. The tests of a module run in one process, on one database."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from disputes.demo_accounts import DEMO_PASSWORD
from tests.browser.live_site import live_site, open_page
from tests.browser.moves import PATIENCE, follow
from tests.browser.site import Demo

__all__ = ["live_site", "open_page"]  # fixtures

# The folder for pictures of the pages, for people to look at: PICTURES=.local/pictures make test
PICTURES = os.environ.get("PICTURES")
# The first one is Chromium without a window's frame, which costs more than most pages.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
# Playwright's own list of features is replaced by ours, so what matters of it is here again.
NO_FEATURES = (
    # The address bar of each new window: nobody sees it, and it takes longer than most pages.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
ARGUMENTS = (
    "--no-sandbox",  # root has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(NO_FEATURES)}",
)

expect.set_options(timeout=PATIENCE)

SignIn = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="session")
def site(demo_data: Demo) -> Iterator[str]:
    """One site for all tests that change nothing in it."""
    with demo_data.site() as address:
        yield address


@pytest.fixture
def own_site(demo_data: Demo) -> Iterator[str]:
    """A site for one test, which may change what it likes."""
    with demo_data.site() as address:
        yield address


@pytest.fixture
def working_site(demo_data: Demo) -> Iterator[str]:
    """A site for one test, in which worker and beat follow the clock, which may be moved."""
    with demo_data.site(working=True) as address:
        yield address


# The database is made before, and this is gone before other tests come: while Playwright's loop
# runs, Django refuses to ask the database.
@pytest.fixture(scope="package")
def browser(migrated: None) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "Chromium is needed: .ci/run installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), timeout=PATIENCE
        )
        yield launched
        launched.close()


def take_picture(page: Page, name: str) -> None:
    if PICTURES:
        path = Path(PICTURES) / f"{name}-{page.evaluate('innerWidth')}.jpg"
        page.screenshot(path=path, full_page=True, quality=80)


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], StorageState]:
    """What a browser keeps of somebody who has signed in, by site and username."""
    return {}


@pytest.fixture
def sign_in(browser: Browser, sessions: dict[tuple[str, str], StorageState]) -> Iterator[SignIn]:
    """`sign_in(site, "buyer", …)`: a page of a new browser window, signed in as somebody.

    Through the form the first time; from then on the window has that session from the start.
    """
    contexts = []

    def open_page(site: str, username: str = "", **options: Any) -> Page:
        known = sessions.get((site, username))
        context = browser.new_context(base_url=site, storage_state=known, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        if username and known is None:
            page.goto("/sign-in/")
            page.get_by_label("Username").fill(username)
            page.get_by_label("Password").fill(DEMO_PASSWORD)
            follow(page.get_by_role("button", name="Sign in"))
            expect(page).not_to_have_url(re.compile("/sign-in/"))
            sessions[site, username] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
