"""axe finds nothing on any kind of page, wide and on a phone, light and dark; nothing scrolls
sideways on any page."""

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

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
# Where those who have cases in a portal find them.
CASES = {
    "buyer": {"buyer": "/buyer/", "buyer2": "/buyer/cases/"},
    "seller": {"seller": "/seller/", "seller2": "/seller/"},
    "admin": {"arbitrator": "/admin/disputes/dispute/?tab=all"},
}
A_CASE = r"/(cases|dispute)/R-[^/]+/$"
WITHIN_A_CASE = r"/(cases|dispute)/R-[^/]+/[a-z-]+/(\?left=listing)?$"
LOOKS = [(1280, "light"), (390, "dark")]
# What a page is built of: each kind of element, with the kind of element that it stands in.
PARTS = """() => {
    const kind = (each) =>
        [each.localName, each.getAttributeNames(), each.getAttribute("class"),
         each.getAttribute("role"), each.getAttribute("type")].join(" ");
    return Array.from(document.querySelectorAll("body *"),
                      (each) => `${kind(each.parentElement)} > ${kind(each)}`);
}"""


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    width, scheme = request.param
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


@pytest.mark.parametrize("username", PAGES)
def test_the_pages_of_each_portal(
    site: str, sign_in: SignIn, look: dict[str, Any], username: str
) -> None:
    page = with_axe(sign_in(site, username, **look))
    for address in PAGES[username]:
        visit(page, address)
        inspect(page)


@pytest.mark.parametrize("portal", CASES)
def test_cases_and_their_acts(
    site: str, sign_in: SignIn, look: dict[str, Any], portal: str
) -> None:
    """Every case is opened. Those that hold something which no case before them held are inspected,
    and each act once: the pages of acts differ by the verb, not by the case."""
    parts: set[str] = set()
    verbs: set[str] = set()
    for username, start in CASES[portal].items():
        page = with_axe(sign_in(site, username, **look))
        page.goto(start)
        for case in links(page, A_CASE):
            visit(page, case)
            found = set(page.evaluate(PARTS))
            if not found <= parts:
                parts |= found
                inspect(page)
            for act in links(page, WITHIN_A_CASE):
                verb = act.rstrip("/").rsplit("/", 1)[-1]
                if verb not in verbs:
                    verbs.add(verb)
                    visit(page, act)
                    inspect(page)
    assert verbs


def links(page: Page, pattern: str) -> list[str]:
    """The addresses of the links on this page that match, each once."""
    found: list[str] = page.eval_on_selector_all(
        "main a[href], #content a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(link for link in found if re.search(pattern, link)))


def with_axe(page: Page) -> Page:
    """On every page that this one opens, axe is at hand."""
    page.add_init_script(script=AXE_SCRIPT)
    return page


def visit(page: Page, address: str) -> None:
    """No policy error, no sideways scrolling."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        errors.append(message.text)

    page.on("console", note)
    page.goto(address)
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    page.remove_listener("console", note)
    assert not too_wide, f"{address} scrolls sideways"
    assert [text for text in errors if "Content Security Policy" in text] == [], address


def inspect(page: Page) -> None:
    """No violation; and a picture to look at."""
    violations = [
        f"{violation['id']}: {node['html']}"
        for violation in page.evaluate(
            "axe.run({resultTypes: ['violations']}).then((results) => results.violations)"
        )
        for node in violation["nodes"]
    ]
    assert violations == [], page.url
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = "/".join(page.url.split("/")[3:])
    name = re.sub(r"\W+", "-", path).strip("-") or "start"
    width = page.evaluate("innerWidth")
    page.screenshot(path=SHOTS / f"{name}-{width}.jpg", full_page=True, quality=80)
