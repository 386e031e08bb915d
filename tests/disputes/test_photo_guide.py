"""What to photograph: which of the wanted shots are there, and what a reason asks for."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from disputes.models import Reason, Shot
from disputes.rules.photo_guide import shown

FIRST, SECOND, THIRD, ELSE = 1, 2, 3, 9
WANTED = [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("required", "photos", "documents", "there"),
    [
        (1, [], [], set()),
        (1, [None], [], {FIRST}),
        (1, [None, None], [], {FIRST}),
        (2, [None, None], [], {FIRST, SECOND}),
        (2, [SECOND, None], [], {FIRST, SECOND}),
        (2, [THIRD, None], [], {FIRST, THIRD}),
        (1, [SECOND], [], {SECOND}),
        (1, [ELSE], [], {FIRST}),
        (0, [None, ELSE], [], set()),
        (0, [THIRD, THIRD], [], {THIRD}),
        (1, [], [FIRST, None], set()),
        (1, [], [SECOND], {SECOND}),
    ],
)
def test_a_photo_of_which_nothing_is_said_stands_for_a_required_one(
    required: int,
    photos: Sequence[int | None],
    documents: Sequence[int | None],
    there: set[int],
) -> None:
    assert shown(WANTED, required, photos=photos, documents=documents) == there


@pytest.mark.django_db
def test_every_reason_that_can_be_chosen_asks_for_all_the_photos_that_it_requires() -> None:
    leaves = Reason.objects.filter(children=None)
    assert leaves.count() == 17
    for reason in leaves:
        positions = [wanted.position for wanted in reason.shots.all()]
        assert positions == list(range(1, len(positions) + 1)), reason.code
        assert len(positions) >= max(reason.photos_required, 1), reason.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("colour", "item-whole"),
        ("size", "flat-with-ruler"),
        ("damaged", "damage-close"),
        ("empty_parcel", "parcel-open"),
        ("customs", "carrier-letter"),
    ],
)
def test_what_comes_first_shows_the_reason_itself(code: str, first: str) -> None:
    assert Reason.objects.get(code=code).shots.all()[0].shot.code == first


@pytest.mark.django_db
def test_every_shot_has_a_drawing_that_runs_nothing_and_loads_nothing() -> None:
    shots = Shot.objects.all()
    assert len(shots) == 17
    for shot in shots:
        found = finders.find(shot.drawing)
        assert found, shot.code
        drawing = ElementTree.fromstring(Path(found).read_text())
        assert drawing.get("viewBox") == "0 0 160 120", shot.code
        tags = {element.tag.rpartition("}")[2] for element in drawing.iter()}
        assert tags == {"svg", "path"}, shot.code
        names = {name for element in drawing.iter() for name in element.attrib}
        assert not [name for name in names if name.startswith("on") or "href" in name]
        assert "style" not in names
