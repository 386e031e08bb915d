"""Moves that wait for what they lead to, so that no test looks at the page before.

A click waits until a new page has begun to arrive, at best; who reads on at once may read the page
of before, or half of the new one. tests/house/test_browser_tests_wait.py holds that nobody does.
"""

from playwright.sync_api import Locator, Page

# How long anything on a page may take, however busy the machine. It includes the pauses that the
# scripts make on purpose.
PATIENCE = 60_000  # milliseconds


def follow(way: Locator) -> None:
    """Press a link or a button that leads to another page, until that page is there."""
    with way.page.expect_navigation():
        way.click()


def drawn(page: Page) -> None:
    """Until what was done with mouse, keys or fingers so far shows: two frames later."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def is_sound(page: Page) -> None:
    """axe finds nothing; the page was opened with its script."""
    found = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then((results) => results.violations)"
    )
    assert [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]] == []
