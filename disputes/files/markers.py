"""The segments of a JPEG, marker by marker, as libjpeg reads them."""

import re
from collections.abc import Iterator

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}  # frames of several scans, each finer than the one before
# A real marker, not data that holds an FF; restarts and the private TEM carry nothing.
_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The number and the place behind each marker of the first picture. What follows its end may
    be the film of a live photo."""
    position = 2
    while (found := _MARKER.search(data, position)) and found[1][0] != _END_OF_IMAGE:
        yield found[1][0], found.end()
        position = found.end() + int.from_bytes(data[found.end() : found.end() + 2])


def has_more_scans(data: bytes, most: int) -> bool:
    """Are there more scans than so many? Each costs a pass over all pixels."""
    if data.count(b"\xff\xda") <= most:
        return False
    scans = 0
    for marker, _place in _segments(data):
        scans += marker == _START_OF_SCAN
        if scans > most:
            return True
    return False


def last_scan_refines(data: bytes) -> bool | None:
    """None of a picture that comes from top to bottom. Of one that comes finer and finer: does its
    last scan only add the last bit to what is all there?"""
    progressive, last = False, None
    for marker, place in _segments(data):
        progressive |= marker in _PROGRESSIVE
        if marker == _START_OF_SCAN:
            last = place
    if not progressive:
        return None
    if last is None or last + 2 >= len(data):
        return False
    bits = last + 3 + 2 * data[last + 2] + 2  # behind the components, and the first and last wave
    return bits < len(data) and data[bits] >> 4 > 0
