"""What `sandbox` and `zygote` say to each other, and how much a child may spend."""

import struct
from dataclasses import dataclass

# 50 megapixels are 200 MB for each of the copies that turning and converting need; and the
# libraries themselves take their part of the addresses.
MEMORY = 2 * 1024**3  # bytes
PROCESSOR_TIME = 20  # seconds
TIME = 40  # seconds by the clock

# To a child: bytes of the picture, pixels at most, kind; then the bytes.
REQUEST = struct.Struct(">QQ8s")
# From it: bytes of the facts; then the facts as JSON, then the two pictures.
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is made of one photo. Both pictures are upright sRGB JPEGs without any metadata."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    animated: bool
    likeness: int | None
    traits: dict[str, object]
