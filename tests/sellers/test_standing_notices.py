"""A store hears of each penalty and sanction, and supervisors of what waits for them."""

from itertools import pairwise

import pytest

from disputes.models import Notice, User
from disputes.states import NoticeKind
from disputes.wording.notices import in_words
from sellers.verbs.appeals import decide_appeal
from tests.support.standing_pages import appealed, given, other_supervisor, silent
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def told(person: User) -> list[Notice]:
    rows = Notice.objects.filter(person=person).exclude(key__startswith="event-")
    return list(rows.select_related("store", "dispute", "event").order_by("id"))


def headlines(person: User) -> list[str]:
    return [in_words(notice).headline for notice in told(person)]


def test_a_penalty_is_told_to_the_store_and_leads_to_it(world: World) -> None:
    silent(world)
    [notice] = told(world.seller)
    words = in_words(notice)
    assert (notice.kind, words.headline) == (NoticeKind.STANDING, "A penalty was given")
    assert "You can appeal it once." in words.sentence
    assert signed_in(world.seller).get(words.path).status_code == 200
    assert told(world.buyer) == []


def test_an_appeal_waits_for_a_supervisor_and_its_end_is_told(world: World) -> None:
    supervisor = other_supervisor()
    appeal = appealed(world)
    [waits] = told(supervisor)
    assert in_words(waits).headline == "A store appeals a penalty"
    assert signed_in(supervisor).get(in_words(waits).path).status_code == 200
    before = len(headlines(world.seller))
    decide_appeal(supervisor, appeal, points=0, reasons="The parcel had been sent in time.")
    assert headlines(world.seller)[before:] == ["A penalty was revoked"]


def test_sanctions_are_told_each_move_once(world: World) -> None:
    for _ in range(4):
        given(world)
    keys = [notice.key for notice in told(world.seller)]
    assert len(keys) == len(set(keys))
    moves = [notice for notice in told(world.seller) if notice.key.startswith("sanction-")]
    assert "A sanction is decided" in {in_words(notice).headline for notice in moves}
    for notice in moves:
        assert signed_in(world.seller).get(in_words(notice).path).status_code == 200
    assert all(first.at <= then.at for first, then in pairwise(moves))
