"""One photo of a phone, taken in, against the least that Pillow must do for it."""

from functools import cache
from hashlib import sha256
from io import BytesIO

from PIL import Image

from disputes.files.drawing import PHOTO_QUALITY, THUMBNAIL_EDGE
from disputes.files.intake import check, read
from disputes.files.limits import Limits
from disputes.models import Policy
from tests.bench.ground import Ground
from tests.bench.measure import by_turns, seconds
from tests.bench.report import Figure

_SIZE = (4000, 3000)


def photo(ground: Ground) -> Figure:
    """Seconds for 12 megapixels."""
    sent = _upload()
    limits = Limits.of(Policy())
    _take_in(sent, limits)  # the first one starts the program that opens pictures
    value, floor = by_turns(
        ground.size.repeats,
        lambda: seconds(lambda: _take_in(sent, limits)),
        lambda: seconds(lambda: _bare(sent)),
    )
    return Figure(
        value=value,
        floor=floor,
        unit="s",
        targets={"ratio": ("<=", 1.3)},
        notes=(f"a JPEG of {len(sent) / 1e6:.1f} MB; the floor decodes, resizes and encodes once",),
    )


def _take_in(sent: bytes, limits: Limits) -> None:
    """All that is done for a photo but to ask the database and to store it."""
    data = read(BytesIO(sent), len(sent), limits)
    drawn = check(data, limits).drawn
    assert drawn is not None
    for content in (data, drawn.full, drawn.thumbnail):
        sha256(content).hexdigest()


def _bare(sent: bytes) -> None:
    image = Image.open(BytesIO(sent))
    image.load()
    height = THUMBNAIL_EDGE * image.height // image.width
    image.resize((THUMBNAIL_EDGE, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.save(BytesIO(), "JPEG", quality=PHOTO_QUALITY)


@cache
def _upload() -> bytes:
    """Neither flat nor noise: waves of all sizes, with some grain, as large as a phone's photo."""
    waves = Image.radial_gradient("L").resize(_SIZE)
    grain = Image.effect_noise((_SIZE[0] // 2, _SIZE[1] // 2), 40).resize(_SIZE)
    file = BytesIO()
    Image.merge("RGB", (waves, grain, Image.blend(waves, grain, 0.3))).save(
        file, "JPEG", quality=92
    )
    return file.getvalue()
