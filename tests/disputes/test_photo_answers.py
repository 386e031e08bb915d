"""What a child says of a photo is believed only as far as a child that nobody has taken over would
say it: a picture may have taken this one over."""

import json
import os
import socket
from typing import Any

import pytest
from django.conf import settings

from disputes.errors import Code, Refused
from disputes.files import answers, drawing, metadata_tags, photo_metadata, sandbox
from disputes.files.kinds import FileKind
from disputes.files.protocol import LENGTH, READY, Drawn
from disputes.models import Attachment, RefusedUploads
from disputes.verbs.uploads import add_upload
from tests.support.form_files import upload
from tests.support.photo_program import LIMITS, photo, taken_over
from tests.support.world import World

JPEG = photo()
FACTS: dict[str, object] = {
    "full": len(JPEG),
    "thumbnail": len(JPEG),
    "width": 64,
    "height": 48,
    "animated": False,
    "perceptual_hash": None,
    "photo_metadata": {"metadata": False},
}
TRAITS: dict[str, object] = {
    "metadata": True,
    "taken_at": "2026-05-04T10:11:12+02:00",
    "make": "Lumen",
    "model": "Ünïcode 写真 7",
    "camera": "0123456789abcdef",
    "software": "x" * 60,
    "editor": "GIMP",
    "generator": "unnamed",
    "place": [-48.1, 180.0],
    "screenshot": "likely",
    "incomplete": True,
}


def answered(said: bytes, full: bytes = JPEG, thumbnail: bytes = JPEG) -> Drawn:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(READY + LENGTH.pack(len(said)) + said + full + thumbnail)
        return sandbox._converse(ours, photo(), FileKind.JPEG, LIMITS)


@pytest.mark.parametrize(
    "facts",
    [
        {"perceptual_hash": None},
        {"perceptual_hash": -(2**63), "animated": True},
        {"perceptual_hash": 2**63 - 1, "width": 65_500, "height": 1},
        {"photo_metadata": TRAITS},
        {"photo_metadata": TRAITS | {"taken_at": "2026-05-04T10:11:12", "place": [0.1, -0.1]}},
    ],
)
def test_what_an_honest_child_may_say_is_believed(facts: dict[str, Any]) -> None:
    told: dict[str, Any] = FACTS | facts
    assert answered(json.dumps(told).encode()) == Drawn(**told | {"full": JPEG, "thumbnail": JPEG})


@pytest.mark.parametrize("code", [Code.PHOTO_BROKEN, Code.PHOTO_TOO_MANY_PIXELS])
def test_it_may_refuse_the_photo(code: Code) -> None:
    with pytest.raises(Refused) as caught:
        answered(json.dumps({"code": code}).encode())
    assert caught.value.code == code


HUGE = 10**12
OTHERS: dict[str, Any] = {
    "full": [1 << 60, 0, -1, "1", 1.5, True, None],
    "thumbnail": [2_000_000, 0, -1, "1", None],
    "width": ["<b>", HUGE, -5, 0, 64.0, True, None, 65_536],
    "height": ["48", HUGE, -5, 0, [48]],
    "animated": ["maybe", 1, None, {}],
    "perceptual_hash": ["x", 10**30, 2**63, -(2**63) - 1, 1.0, False, []],
    "photo_metadata": [[1, 2], None, "metadata", {}, {"metadata": 1}],
}
OTHER_TRAITS: dict[str, Any] = {
    "taken_at": [
        *("nonsense", 5, "", "2026-05-04", "20260504T101112", "2026-13-04T10:11:12"),
        *("0001-01-01T00:00:00+02:00", "9999-12-31T23:00:00"),
    ],
    "make": ["", 1, "x" * 61, "a\0b", "a\nb", "\u202egpj", "\ud800", ["Lumen"], None],
    "model": [2, "x" * 60_000],
    "software": [True, "a\u200bb"],
    "camera": [[1], "x" * 16, "0123456789ABCDEF", "0123", "0123456789abcdef\n"],
    "editor": [{"a": 1}, "\0"],
    "generator": [[], ""],
    "place": [
        *([1], "ab", [1, 2], ["1.0", 2.0], [90.1, 0.1], [0.1, -180.1], [48.137, 11.575]),
        *([1.0, 2.0, 3.0], [float("nan"), 1.0], [float("inf"), 1.0], {"0": 1.0}, None),
    ],
    "screenshot": ["perhaps", True, ["said"]],
    "incomplete": [False, 1, "yes"],
    "metadata": ["no", None],
    "more": ["of it"],
}


def nonsense() -> dict[str, bytes]:
    told: list[object] = ["abc", [], None, 5, [["code"]], "x" * 70_000, {}, {"width": 1}]
    told += [{"code": "busy"}, {"code": "not_allowed"}, {"code": "no code of ours"}]
    told += [{"code": ["photo_broken"]}, {"code": "photo_broken", "more": 1}, {"code": None}]
    told += [FACTS | {"code": "photo_broken"}, FACTS | {"more": 1}]
    told += [{key: value for key, value in FACTS.items() if key != name} for name in FACTS]
    told += [FACTS | {name: value} for name, values in OTHERS.items() for value in values]
    told += [FACTS | {"width": 60_000, "height": 60_000}]
    told += [
        FACTS | {"photo_metadata": TRAITS | {name: value}}
        for name, values in OTHER_TRAITS.items()
        for value in values
    ]
    said = [json.dumps(each).encode() for each in told]
    said += [b"[" * 60_000, b"1" * 60_000, b"\xff\xfe", b"", b"{", b'{"width":1e999}']
    return {f"{number}: {each[-60:]!r}": each for number, each in enumerate(said)}


@pytest.mark.parametrize("said", nonsense().values(), ids=nonsense().keys())
def test_nothing_else_is_believed(said: bytes) -> None:
    with pytest.raises(sandbox._NoAnswer) as caught:
        answered(said)
    assert len(repr(caught.value)) < 200  # it is for the log


@pytest.mark.parametrize("picture", ["full", "thumbnail"])
@pytest.mark.parametrize(
    "data",
    [b"<b>", b"<svg onload=alert(1)>\xff\xd9", b"\xff\xd8\xff<script>", JPEG + b"<script>"],
)
def test_what_is_no_jpeg_is_not_taken(picture: str, data: bytes) -> None:
    said = json.dumps(FACTS | {picture: len(data)}).encode()
    with pytest.raises(sandbox._NoAnswer, match=f"{picture} is no JPEG"):
        answered(said, **{picture: data})


@pytest.mark.slow
@pytest.mark.parametrize(
    "said", [b'"abc"', json.dumps(FACTS | {"width": HUGE}).encode()], ids=["a text", "too wide"]
)
@pytest.mark.django_db
def test_it_counts_as_a_refused_file_and_leaves_nothing(said: bytes) -> None:
    world = World()
    before = stored()
    answer = f"say(connection, {said!r}, {JPEG!r}, {JPEG!r})"
    with taken_over(answer), pytest.raises(Refused) as caught:
        add_upload(world.buyer, "form", upload())
    assert caught.value.code == Code.PHOTO_BROKEN
    assert not Attachment.objects.exists()
    assert stored() == before
    assert RefusedUploads.objects.get(user=world.buyer).number == 1


def stored() -> list[str]:
    return [name for _, _, names in os.walk(str(settings.EVIDENCE_ROOT)) for name in names]


def test_the_bounds_are_those_of_the_makers() -> None:
    """Which are not imported, as they need Pillow."""
    assert answers.LONGEST_TEXT == metadata_tags.LONGEST
    assert answers.PLACE_DIGITS == photo_metadata.PLACE_DIGITS
    assert answers._MOST_THUMBNAIL > 4 * drawing.THUMBNAIL_EDGE**2
