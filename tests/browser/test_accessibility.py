"""axe finds nothing on any page, wide and on a phone, light and dark; nothing scrolls sideways."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SHOTS, SignIn

# Who looks at which pages. A page whose address holds a reference is reached by its links.
PAGES = {
    "": ["/", "/sign-in/", "/no-such-page/"],
    "buyer": ["/buyer/", "/buyer/cases/", "/settings/", "/seller/", "/buyer/cases/R-XXXX-XXXX/"],
    "seller": ["/seller/", "/seller/?tab=waiting", "/seller/?tab=closed", "/seller/penalties/"],
    "arbitrator": ["/admin/", "/admin/disputes/dispute/"],
    "supervisor": [
        "/admin/disputes/policy/",
        "/admin/disputes/policy/publish/",
        "/admin/disputes/reason/",
        "/admin/disputes/ground/",
    ],
}
LINKS = {
    "buyer": ("/buyer/", r"/buyer/cases/R-[^/]+/$"),
    "buyer2": ("/buyer/cases/", r"/buyer/cases/R-[^/]+/$"),
    "seller": ("/seller/", r"/seller/cases/R-[^/]+/$"),
    "seller2": ("/seller/", r"/seller/cases/R-[^/]+/$"),
    "arbitrator": ("/admin/disputes/dispute/?tab=all", r"/admin/disputes/dispute/R-[^/]+/$"),
}
LOOKS = [(1280, "light"), (390, "dark")]
WITHIN_A_CASE = r"/(cases|dispute)/R-[^/]+/[a-z-]+/(\?left=listing)?$"


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    width, scheme = request.param
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


@pytest.mark.parametrize("username", PAGES)
def test_the_pages_of_each_portal(
    site: str, sign_in: SignIn, axe: Axe, look: dict[str, Any], username: str
) -> None:
    page = sign_in(site, username, **look)
    for address in PAGES[username]:
        inspect(page, address, axe, look)


@pytest.mark.parametrize("username", LINKS)
def test_cases_and_their_acts(
    site: str, sign_in: SignIn, axe: Axe, look: dict[str, Any], username: str
) -> None:
    page = sign_in(site, username, **look)
    start, pattern = LINKS[username]
    page.goto(start)
    seen = set()
    for case in links(page, pattern):
        inspect(page, case, axe, look)
        for act in links(page, WITHIN_A_CASE):
            verb = act.rstrip("/").rsplit("/", 1)[-1]
            if verb not in seen:  # each act once: the pages differ by the verb, not by the case
                seen.add(verb)
                inspect(page, act, axe, look)
    assert seen


def links(page: Page, pattern: str) -> list[str]:
    """The addresses of the links on this page that match, each once."""
    found: list[str] = page.eval_on_selector_all(
        "main a[href], #content a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(link for link in found if re.search(pattern, link)))


def inspect(page: Page, address: str, axe: Axe, look: dict[str, Any]) -> None:
    """No violation, no policy error, no sideways scrolling; and a picture to look at."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(address)
    violations = [
        f"{violation['id']}: {node['html']}"
        for violation in axe.run(page).response["violations"]
        for node in violation["nodes"]
    ]
    assert violations == [], address
    policy = [text for text in errors if "Content Security Policy" in text]
    assert policy == [], address
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not too_wide, f"{address} scrolls sideways"
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = address.strip("/").replace("/", "-").replace("?", "-") or "start"
    width = look["viewport"]["width"]
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
