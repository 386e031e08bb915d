"""Every address of the portals × every persona. A new address without a row here fails."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from disputes.mail.switching_off import page_to_switch_off
from disputes.models import Attachment
from disputes.states import NoticeKind, State
from disputes.verbs.mail_addresses import ask_for_address
from disputes.verbs.messages import send_message
from sellers.models import Penalty, Sanction
from sellers.verbs.replies import save_reply
from tests.support.given_penalties import given_by_hand
from tests.support.people import make_user
from tests.support.rests import close_for_days
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db

PERSONAS = ("anonymous", "buyer", "other buyer", "seller", "other seller", "arbitrator")

# What GET answers to each persona, in their order. 302 leads a stranger to the sign-in; 404 is
# all that anybody learns of somebody else's case, file or order; 405 is for posts only.
EVERYBODY = (200, 200, 200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200, 200)
THE_BUYER = (302, 200, 404, 404, 404, 404)
THE_SELLER = (302, 404, 404, 200, 404, 404)
SELLERS = (302, 403, 403, 200, 200, 403)
# Whoever has no store learns so; another store's members, that there is nothing.
OF_ITS_SELLERS = (302, 403, 403, 200, 404, 403)
THE_PLATFORM = (302, 404, 404, 404, 404, 200)
WHO_SEE_THE_CASE = (302, 200, 404, 200, 404, 200)
POST_ONLY = (405, 405, 405, 405, 405, 405)
POST_BY_SOMEBODY = (302, 405, 405, 405, 405, 405)
ANSWERS = {
    "": (302, 302, 302, 302, 302, 302),
    "healthz": EVERYBODY,
    # No sweep has run here; see test_readyz.
    "readyz": (503, 503, 503, 503, 503, 503),
    # No token is set here; see test_metrics.
    "metrics": (404, 404, 404, 404, 404, 404),
    "rules/": EVERYBODY,
    "statistics/": EVERYBODY,
    "statistics/<slug:table>.csv": EVERYBODY,
    "sign-in/": (200, 302, 302, 302, 302, 302),
    "sign-out/": POST_ONLY,
    "settings/": SIGNED_IN,
    "notices/": SIGNED_IN,
    "notices/read/": POST_BY_SOMEBODY,
    "settings/mail/": SIGNED_IN,
    "settings/mail/<str:token>/": (302, 200, 403, 403, 403, 403),
    "mails/off/<str:token>/": EVERYBODY,
    "files/for/<slug:key>/": POST_BY_SOMEBODY,
    "files/<uuid:public_id>/": WHO_SEE_THE_CASE,
    "files/<uuid:public_id>/small/": WHO_SEE_THE_CASE,
    "files/<uuid:public_id>/original/": THE_PLATFORM,
    "files/<uuid:public_id>/describe/": POST_BY_SOMEBODY,
    "files/<uuid:public_id>/remove/": POST_BY_SOMEBODY,
    "listing/<slug:reference>/<int:number>/": WHO_SEE_THE_CASE,
    "cases/<slug:reference>/listing/": WHO_SEE_THE_CASE,
    "demo/clock/": POST_ONLY,
    # Only in the demo; see test_sent_mails.
    "demo/mails/": (404, 404, 404, 404, 404, 404),
    "demo/mails/<int:number>/": (404, 404, 404, 404, 404, 404),
    "demo/mails/<int:number>/html/": (404, 404, 404, 404, 404, 404),
    "buyer/": SIGNED_IN,
    "buyer/cases/": SIGNED_IN,
    # The line has a case, so the buyer is told so (409) instead of getting the form.
    "buyer/orders/<slug:order>/<int:number>/apply/": (302, 409, 404, 404, 404, 404),
    "buyer/orders/<slug:order>/<int:number>/apply/evidence/": (302, 409, 404, 404, 404, 404),
    "buyer/orders/<slug:order>/<int:number>/apply/check/": (302, 409, 404, 404, 404, 404),
    "buyer/orders/<slug:order>/<int:number>/apply/<slug:step>/": (302, 409, 404, 404, 404, 404),
    # What pages ask again and again: who is not signed in is told so, and not sent to sign in. The
    # number beside the bell comes with each.
    "live/": (401, 200, 204, 200, 204, 204),
    "live/<slug:reference>/": (401, 404, 404, 404, 404, 200),
    "buyer/cases/live/": (401, 200, 204, 200, 204, 204),
    "buyer/cases/<slug:reference>/live/": (401, 200, 404, 404, 404, 404),
    "seller/live/": (401, 200, 204, 200, 204, 204),
    "seller/cases/<slug:reference>/live/": (401, 404, 404, 200, 404, 404),
    "buyer/cases/<slug:reference>/": THE_BUYER,
    "buyer/cases/<slug:reference>/submitted/": THE_BUYER,
    "buyer/cases/<slug:reference>/compare/": THE_BUYER,
    "buyer/cases/<slug:reference>/case-file.pdf": THE_BUYER,
    "buyer/cases/<slug:reference>/<slug:verb>/": THE_BUYER,
    "buyer/cases/<slug:reference>/messages/<int:number>/report/": THE_BUYER,
    "buyer/cases/<slug:reference>/evidence/<int:number>/change/": THE_BUYER,
    "buyer/cases/<slug:reference>/evidence/<int:number>/receipt/": THE_BUYER,
    "seller/": SELLERS,
    # Without cases chosen it leads back to the queue.
    "seller/several/": (302, 403, 403, 302, 302, 403),
    "seller/return-address/": SELLERS,
    "seller/closed-days/": SELLERS,
    "seller/closed-days/<int:number>/take-back/": OF_ITS_SELLERS,
    "seller/replies/": SELLERS,
    "seller/replies/<int:number>/": OF_ITS_SELLERS,
    "seller/replies/<int:number>/delete/": OF_ITS_SELLERS,
    "seller/standing/": SELLERS,
    "seller/standing/penalties/<int:number>/": OF_ITS_SELLERS,
    "seller/standing/penalties/<int:number>/appeal/": OF_ITS_SELLERS,
    "seller/standing/sanctions/<int:number>/": OF_ITS_SELLERS,
    "seller/cases/<slug:reference>/": THE_SELLER,
    "seller/cases/<slug:reference>/compare/": THE_SELLER,
    "seller/cases/<slug:reference>/case-file.pdf": THE_SELLER,
    "seller/cases/<slug:reference>/<slug:verb>/": THE_SELLER,
    # It is the seller's message, who is led back to the case.
    "seller/cases/<slug:reference>/messages/<int:number>/report/": (302, 404, 404, 302, 404, 404),
    # It is the buyer's evidence: the seller reads its receipt and changes nothing.
    "seller/cases/<slug:reference>/evidence/<int:number>/change/": (302, 404, 404, 404, 404, 404),
    "seller/cases/<slug:reference>/evidence/<int:number>/receipt/": THE_SELLER,
}


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address below the root but the admin's, which has a test of its own."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or ""
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns, route)


@pytest.fixture(scope="module")
def built(shared_rows: None) -> tuple[World, dict[str, str]]:
    """People, and what fills in the addresses of what is theirs."""
    world = World()
    return world, parts_of_addresses(world)


@pytest.fixture
def world(built: tuple[World, dict[str, str]]) -> World:
    return deepcopy(built[0])


@pytest.fixture
def parts(built: tuple[World, dict[str, str]]) -> dict[str, str]:
    return built[1]


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    people = {
        "buyer": world.buyer,
        "other buyer": world.other_buyer,
        "seller": world.seller,
        "other seller": world.other_seller,
        "arbitrator": make_user("arbitrator", "Arbitrators"),
    }
    clients = {name: Client() for name in PERSONAS}
    for name, user in people.items():
        clients[name].force_login(user)
    return clients


def parts_of_addresses(world: World) -> dict[str, str]:
    """Those of a case in negotiation, in which both sides may propose, and of a penalty of its
    store that led to a sanction."""
    dispute = world.dispute_in(State.NEGOTIATING)
    send_message(world.as_seller, dispute, text="Hello.")
    photo = Attachment.objects.get(evidence__dispute=dispute)
    penalty, sanction = punished(world)
    reply = save_reply(world.seller, world.store, title="First", text="Hello.")
    confirms = ask_for_address(world.buyer, "ana@example.org")
    return {
        "<slug:reference>/<int:number>": f"{dispute.line.order.reference}/{dispute.line.number}",
        "<slug:reference>": dispute.reference,
        "<slug:order>/<int:number>": f"{dispute.line.order.reference}/{dispute.line.number}",
        "penalties/<int:number>": f"penalties/{penalty.pk}",
        "sanctions/<int:number>": f"sanctions/{sanction.pk}",
        "closed-days/<int:number>": f"closed-days/{close_for_days(world).pk}",
        "replies/<int:number>": f"replies/{reply.pk}",
        "<int:number>": "1",
        "<slug:verb>": "propose",
        "<slug:table>": "cases",
        "<slug:step>": "received",
        "settings/mail/<str:token>": f"settings/mail/{confirms.data['token']}",
        "mails/off/<str:token>": page_to_switch_off(world.buyer, NoticeKind.NEWS).strip("/"),
        "<slug:key>": "form",
        "<uuid:public_id>": str(photo.public_id),
    }


def filled(route: str, parts: dict[str, str]) -> str:
    """The address with these parts."""
    for placeholder, value in parts.items():
        route = route.replace(placeholder, value)
    assert "<" not in route, f"say what to fill in for {route}"
    return f"/{route}"


def punished(world: World) -> tuple[Penalty, Sanction]:
    return given_by_hand(world, "off_platform"), world.store.sanctions.get()


def test_every_address_has_a_row() -> None:
    assert {route for route, _name in addresses(get_resolver().url_patterns)} == set(ANSWERS)


@pytest.mark.parametrize("route", ANSWERS)
def test_reading(route: str, parts: dict[str, str], clients: dict[str, Client]) -> None:
    address = filled(route, parts)
    answers = {persona: clients[persona].get(address) for persona in PERSONAS}
    assert tuple(answer.status_code for answer in answers.values()) == ANSWERS[route]
    # What somebody sees who is signed in, an error as well, is kept by nobody.
    assert {
        p for p in PERSONAS[1:] if "no-store" not in answers[p].get("Cache-Control", "")
    } == set()


# Everybody may hold photos for forms of their own, and whoever has the address for it switches off
# mails; every other address with a name in it is somebody's.
OPEN = ("files/for/", "mails/off/")


@pytest.mark.parametrize(
    "route", [route for route in ANSWERS if "<" in route and not route.startswith(OPEN)]
)
def test_a_post_of_a_stranger_changes_nothing(
    route: str, parts: dict[str, str], clients: dict[str, Client]
) -> None:
    address = filled(route, parts)
    before = everything()
    for persona in ("anonymous", "other buyer", "other seller"):
        answer = clients[persona].post(
            address, {"solution": "refund", "amount": "1", "text": "Mine.", "version": 1}
        )
        assert answer.status_code in (302, 403, 404, 405), (persona, answer.status_code)
    assert everything() == before
