"""A real browser on the real site. The tests of a module run in one process, on one database."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from disputes.demo_accounts import DEMO_PASSWORD
from tests.browser.site import Demo

SHOTS = Path(__file__).resolve().parents[2] / ".local" / "screenshots"
ARGUMENTS = (
    "--no-sandbox",  # root has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SignIn = Callable[..., Page]


@pytest.hookimpl(trylast=True)  # after the order was shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These come first: begun last, a module would keep one core busy while the other waits."""
    items.sort(key=lambda item: Path(__file__).parent not in item.path.parents)
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def site(demo: Demo) -> Iterator[str]:
    """One site for all tests that leave the clock alone."""
    with demo.site() as address:
        yield address


@pytest.fixture
def own_site(demo: Demo) -> Iterator[str]:
    """A site for one test, which may move its clock."""
    with demo.site() as address:
        yield address


# Gone before other tests come: while Playwright's loop runs, Django refuses to ask the database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    assert program, "Chromium is needed: .ci/run installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def sign_in(browser: Browser) -> Iterator[SignIn]:
    """`sign_in(site, "buyer", …)`: a page of a new browser window, signed in as somebody."""
    contexts = []

    def open_page(site: str, username: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        if username:
            page.goto("/sign-in/")
            page.get_by_label("Username").fill(username)
            page.get_by_label("Password").fill(DEMO_PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()
