"""Ten arbitrators press "Take next case" at the same moment, in ten windows."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from disputes.models import Dispute
from disputes.states import EventKind, State
from tests.browser.moves import PATIENCE
from tests.support.people import make_user
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

TEN, WAITING = 10, 15
SOON = 1_500  # milliseconds, by which all windows have heard when to press
# The page's own clock presses; `evaluate` does not wait for it.
PRESS_AT = (
    "at => { setTimeout(() => document.querySelector('.take button').click(), at - Date.now()); }"
)


@pytest.fixture
def windows(live_site: str, committed: None, browser: Browser) -> Iterator[list[Page]]:
    """The queue, seen by ten who have no case in hand yet."""
    world = World()
    for _ in range(WAITING):
        world.dispute_in(State.AWAITING_RULING)
    pages = []
    for number in range(TEN):
        client = signed_in(make_user(f"judge-{number}-", "Arbitrators"))
        context = browser.new_context(base_url=live_site)
        context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_site}
                for name, cookie in client.cookies.items()
            ]
        )
        context.set_default_timeout(PATIENCE)
        pages.append(context.new_page())
    yield pages
    for page in pages:
        page.context.close()


def press_all(windows: list[Page]) -> None:
    for page in windows:
        page.goto(CASES)
        expect(page.get_by_role("button", name="Take next case")).to_be_visible()
    now: int = windows[0].evaluate("Date.now()")
    for page in windows:
        page.evaluate(PRESS_AT, now + SOON)


def shown_cases(windows: list[Page]) -> list[str]:
    for page in windows:
        told = page.get_by_text("This case is yours now.")
        expect(told.or_(page.get_by_text("No case is waiting for you now."))).to_be_visible()
    return [page.url.removesuffix("/").rsplit("/", 1)[1] for page in windows]


def test_each_gets_another_case_and_none_is_given_twice(windows: list[Page]) -> None:
    press_all(windows)
    first = shown_cases(windows)
    assert len(set(first)) == TEN
    for page in windows:
        expect(page.get_by_text("This case is yours now.")).to_be_visible()

    # Five are left, for five of the ten; the others are told so.
    press_all(windows)
    second = shown_cases(windows)
    references = set(Dispute.objects.values_list("reference", flat=True))
    taken = [shown for shown in first + second if shown in references]
    assert sorted(taken) == sorted(references)
    told = [page.get_by_text("No case is waiting for you now.").count() for page in windows]
    assert Counter(told) == {1: TEN - (WAITING - TEN), 0: WAITING - TEN}

    for dispute in Dispute.objects.all():
        assert dispute.events.filter(kind=EventKind.TAKEN).count() == 1
    in_hand = Counter(Dispute.objects.values_list("assignee", flat=True))
    assert sorted(in_hand.values()) == [1] * 5 + [2] * 5
