"""Supervisors keep the grounds of rulings; what both sides have read of one stays as it was."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from arbitration.verbs import assignment
from disputes.models import Ground, Policy
from disputes.states import Outcome, State
from tests.support.people import make_user
from tests.support.terms import HALF
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

LIST = "/admin/disputes/ground/"
ADD = f"{LIST}add/"
USED = "differs_from_listing"


def page_of(ground: Ground) -> str:
    return f"{LIST}{ground.pk}/change/"


def typed(ground: Ground | None = None, **changes: Any) -> dict[str, Any]:
    """A new ground as it is typed, or this one, with these changes."""
    if ground is None:
        typed = {
            "code": "late",
            "article": "2.3",
            "title": "It came late",
            "text": "Too late to use.",
            "outcomes": ["partial", "full", "full"],
            "position": 3,
            "active": "on",
        }
    else:
        names = ("code", "article", "title", "text", "outcomes", "reasons", "needs", "position")
        typed = {name: getattr(ground, name) for name in names}
        typed |= {name: "on" for name in ("active", "only_returns") if getattr(ground, name)}
    typed |= changes
    return {name: value for name, value in typed.items() if value is not None}


def errors(world: World, page: str, data: dict[str, Any]) -> dict[str, list[str]]:
    with nothing_changes():
        response: Any = signed_in(world.supervisor).post(page, data)
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def read(world: World, ground: Ground) -> str:
    page = signed_in(world.supervisor).get(page_of(ground)).text
    main = unescape(re.sub(r"<[^>]+>", " ", page.split('id="content-main"')[1]))
    return " ".join(main.split())


def test_one_that_is_added_can_be_chosen_for_its_outcomes(world: World) -> None:
    client = signed_in(world.supervisor)
    assert client.post(ADD, typed()).status_code == 302
    ground = Ground.objects.get(code="late")
    assert (ground.article, ground.outcomes, ground.active) == ("2.3", ["full", "partial"], True)
    assert LogEntry.objects.get().user == world.supervisor
    [row] = re.findall(r"<tr>(?:(?!</tr>).)*It came late.*?</tr>", client.get(LIST).text, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
    assert cells[:4] == [
        "2.3",
        "It came late",
        "Too late to use.",
        "Full refund, without a return; Partial refund, without a return",
    ]


def test_whoever_adds_one_says_what_it_fits(world: World) -> None:
    page = signed_in(world.supervisor).get(ADD).text
    boxes = re.findall(r'<input type="checkbox" name="outcomes"[^>]*>', page)
    assert len(boxes) == len(Outcome)
    assert not any("checked" in box for box in boxes)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"outcomes": None}, "outcomes", "Choose at least one outcome."),
        ({"outcomes": ["full", "twice"]}, "outcomes", "twice is not one of the available choices"),
        ({"article": ""}, "article", "This field is required."),
        ({"article": "the first"}, "article", "Write the article as numbers with dots"),
        ({"article": "3."}, "article", "Write the article as numbers with dots"),
        ({"article": "3.1.1.1"}, "article", "Write the article as numbers with dots"),
        ({"article": "03.1"}, "article", "Write the article as numbers with dots"),
        ({"code": USED}, "code", "already exists"),
        ({"title": " "}, "title", "This field is required."),
        ({"text": ""}, "text", "This field is required."),
        ({"position": -1}, "position", "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, changes: dict[str, Any], field: str, sentence: str
) -> None:
    found = errors(world, ADD, typed(**changes))
    assert list(found) == [field]
    assert sentence in found[field][0]


@pytest.mark.parametrize("article", ["3", "3.1", "12.10.2"])
def test_articles_are_numbers_with_dots(world: World, article: str) -> None:
    assert signed_in(world.supervisor).post(ADD, typed(article=article)).status_code == 302
    assert Ground.objects.get(code="late").article == article


def test_one_that_nobody_has_used_can_be_reworded_but_keeps_its_code(world: World) -> None:
    ground = Ground.objects.get(code="incomplete")
    changes: dict[str, Any] = {
        "code": "other",
        "article": "3.9",
        "title": "Parts are missing",
        "text": "Not all was in the parcel.",
        "outcomes": ["partial"],
    }
    client = signed_in(world.supervisor)
    assert client.post(page_of(ground), typed(ground, **changes)).status_code == 302
    after = Ground.objects.get(pk=ground.pk)
    assert {name: getattr(after, name) for name in changes} == changes | {"code": "incomplete"}


def stays(world: World, ground: Ground) -> None:
    """Only its place in the list, and whether it is in it, can be changed; the page says so."""
    told = read(world, ground)
    assert "Rulings rest on this ground, so its words, article and outcomes stay." in told
    assert ground.text in told
    assert "Return and refund" in told
    data = {
        "code": "else",
        "article": "9.9",
        "title": "Else",
        "text": "Else.",
        "outcomes": ["none"],
        "position": 77,
    }
    assert signed_in(world.supervisor).post(page_of(ground), data).status_code == 302
    after = Ground.objects.get(pk=ground.pk)
    for name in ("code", "article", "title", "text", "outcomes"):
        assert getattr(after, name) == getattr(ground, name), name
    assert (after.position, after.active) == (77, False)


def test_of_one_that_a_ruling_rests_on_the_words_and_outcomes_stay(world: World) -> None:
    world.dispute_in(State.RULED)
    stays(world, Ground.objects.get(code=USED))


def test_of_one_that_a_second_arbitrator_looks_at_too(world: World) -> None:
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    world.rule(dispute, HALF, by=world.supervisor)
    assert not dispute.rulings.exists()
    stays(world, Ground.objects.get(code=USED))


def test_the_last_one_for_an_outcome_stays(world: World) -> None:
    """Else a case could come in which nobody can rule."""
    fitting = [g for g in Ground.objects.all() if Outcome.RETURN in g.outcomes]
    last = Ground.objects.get(code="no_defence")  # which fits every reason
    others = [ground for ground in fitting if ground != last]
    client = signed_in(world.supervisor)
    for ground in others:
        data = typed(ground, active=None)
        assert client.post(page_of(ground), data).status_code == 302, ground
    sentence = "No other ground that can be chosen fits this: Return and refund. Add one first."
    [of_all] = errors(world, page_of(last), typed(last, active=None))["active"]
    assert "Full refund, without a return (Different colour or pattern, " in of_all
    assert of_all.endswith("; Return and refund. Add one first.")
    without = [outcome for outcome in last.outcomes if outcome != Outcome.RETURN]
    assert errors(world, page_of(last), typed(last, outcomes=without)) == {"outcomes": [sentence]}
    assert client.post(ADD, typed(outcomes=["full", "return"])).status_code == 302
    assert client.post(page_of(last), typed(last, active=None)).status_code == 302


def test_an_auditor_reads_them_and_changes_none(world: World) -> None:
    client = signed_in(make_user("auditor", "Auditors"))
    ground = Ground.objects.get(code="incomplete")
    page = client.get(page_of(ground)).text.split('id="content-main"')[1].split("<footer")[0]
    for shown in (ground.title, ground.text, "3.4", "Partial refund, without a return"):
        assert shown in page, shown
    assert 'type="submit"' not in page
    assert "addlink" not in client.get(LIST).text
    with nothing_changes():
        assert client.post(page_of(ground), typed(ground, title="Else")).status_code == 403
        assert client.post(ADD, typed()).status_code == 403
        assert client.get(ADD).status_code == 403
