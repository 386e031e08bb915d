"""axe finds nothing on any kind of page, be it wide and light or narrow and dark; nothing scrolls
sideways."""

import re
from itertools import cycle
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import SignIn, take_picture

# Who looks at which pages. A page whose address holds a reference is reached by its links.
PAGES = {
    "": ["/", "/sign-in/", "/no-such-page/", "/rules/", "/statistics/", "/demo/mails/"],
    "buyer": [
        "/buyer/",
        "/buyer/cases/",
        "/notices/",
        "/settings/",
        "/seller/",
        "/buyer/cases/R-XXXX-XXXX/",
    ],
    "seller": [
        "/seller/",
        "/seller/?tab=waiting",
        "/seller/?tab=closed",
        "/seller/standing/",
        "/notices/?unread",
        "/settings/mail/",
    ],
    "arbitrator": ["/admin/", "/admin/disputes/dispute/"],
    "supervisor": [
        "/admin/disputes/policy/",
        "/admin/disputes/policy/publish/",
        "/admin/disputes/reason/",
        "/admin/disputes/ground/",
        "/admin/disputes/ground/add/",
        "/admin/board/",
        "/admin/disputes/store/rules/",
        "/admin/disputes/store/rules/publish/",
        "/admin/disputes/store/rules/no_response/versions/",
        "/admin/disputes/store/rules/no_response/publish/",
    ],
    "auditor": ["/admin/disputes/dispute/?tab=platform", "/admin/looks/"],
}
# Where those who have cases in a portal find them.
CASES = {
    "buyer": {"buyer": "/buyer/", "buyer2": "/buyer/cases/"},
    "seller": {"seller": "/seller/", "seller2": "/seller/"},
    "admin": {"arbitrator": "/admin/disputes/dispute/?tab=all"},
}
# Where the ledgers of stores begin, and the kinds of pages that belong to them.
LEDGERS = {
    "seller": ["/seller/standing/"],
    "supervisor": [f"/admin/disputes/store/{each}" for each in ("", "appeals/", "proposals/")],
}
OF_A_LEDGER = (
    r"^/(seller/standing|admin/disputes/store)/([a-z]+/)?\d+/([a-z]+/)?(\?read=\d+)?$|^\?store=\d+$"
)
KINDS = {
    "seller": {"", "?store=N", "penalties/N/", "penalties/N/appeal/", "sanctions/N/"},
    "supervisor": {
        *("", "appeals/", "proposals/", "N/", "N/penalise/", "penalties/N/", "penalties/N/lower/"),
        *("sanctions/N/", "appeals/N/", "proposals/N/"),
    },
}
# Acts that are certainly among them.
ACTS = {
    "buyer": {"withdraw", "withdraw+", "add-evidence", "accept", "appeal", "ship-return"},
    "seller": {"accept", "accept+", "reject", "reject+", "hold", "propose"},
    "admin": {"rule"},
}
A_CASE = r"/(cases|dispute)/R-[^/]+/$"
WITHIN_A_CASE = r"/(cases|dispute)/R-[^/]+/(?!listing/)(?P<verb>[a-z-]+)/(\?[^#]*)?$"
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 900}, "color_scheme": "dark"}
# What a page is built of.
PARTS = """() => Array.from(document.querySelectorAll("body *"), (each) =>
    [each.localName, ...["class", "role", "type"].map((name) => each.getAttribute(name))].join(" "))
"""


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("username", PAGES)
def test_the_pages_of_each_portal(
    site: str, sign_in: SignIn, username: str, look: dict[str, Any]
) -> None:
    page = with_axe(sign_in(site, username, **look))
    for address in PAGES[username]:
        visit(page, address)
        inspect(page)


@pytest.mark.parametrize("portal", CASES)
def test_cases_and_their_acts(site: str, sign_in: SignIn, portal: str) -> None:
    """Every case is opened on a phone, and inspected if it holds something which no case before it
    held. Each act is inspected once, on phone and desk by turns: the pages of acts differ by the
    verb, not by the case."""
    parts: set[str] = set()
    verbs: set[str] = set()
    for username, start in CASES[portal].items():
        phone, desk = (with_axe(sign_in(site, username, **look)) for look in (PHONE, DESK))
        turns = cycle((phone, desk))
        phone.goto(start)
        cases = links(phone, A_CASE)
        visit(desk, cases[0])
        inspect(desk)
        for dispute in cases:
            visit(phone, dispute)
            found = set(phone.evaluate(PARTS))
            if not found <= parts:
                parts |= found
                inspect(phone)
            for act in links(phone, WITHIN_A_CASE):
                verb = verb_of(act)
                if verb not in verbs:
                    verbs.add(verb)
                    page = next(turns)
                    visit(page, act)
                    inspect(page)
    assert ACTS[portal] <= verbs


@pytest.mark.parametrize("username", LEDGERS)
def test_the_pages_of_ledgers(site: str, sign_in: SignIn, username: str) -> None:
    """All of them are opened, and one of each kind is inspected, on phone and desk by turns."""
    turns = cycle([with_axe(sign_in(site, username, **look)) for look in (PHONE, DESK)])
    found, kinds = list(LEDGERS[username]), set[str]()
    for address in found:  # it grows
        page = next(turns)
        visit(page, address)
        known = re.sub(r"\?read=\d+", "", address.removeprefix(LEDGERS[username][0]))
        kind = re.sub(r"\d+", "N", known)
        if kind not in kinds:
            kinds.add(kind)
            inspect(page)
        there = [urljoin(address, link) for link in links(page, OF_A_LEDGER)]
        found += [link for link in there if link not in found]
    assert kinds == KINDS[username]


def verb_of(act: str) -> str:
    """The last part of its address, and whether it is done in several cases at once."""
    found = re.search(WITHIN_A_CASE, act)
    assert found is not None, act
    return found["verb"] + ("+" if "together=" in act else "")


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
    """No violation; and a picture to look at, if it is wanted."""
    violations = [
        f"{violation['id']}: {node['html']}"
        for violation in page.evaluate(
            "axe.run({resultTypes: ['violations']}).then((results) => results.violations)"
        )
        for node in violation["nodes"]
    ]
    assert violations == [], page.url
    path = "/".join(page.url.split("/")[3:])
    take_picture(page, re.sub(r"\W+", "-", path).strip("-") or "start")
