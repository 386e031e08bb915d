"""What `sandbox` and `zygote` say to each other, and how much a child may spend."""

import struct
from dataclasses import dataclass

# 64 megapixels are 256 MB for each of the copies that turning and converting need; and the
# libraries themselves take their part of the addresses. A WebP of them took 1.8 GB, a JPEG 0.8.
MEMORY = 2 * 1024**3  # bytes
# The slowest honest ones of 64 megapixels, with four colours in ten scans and turned, took 4
# seconds; a JPEG as phones make it, 1.
PROCESSOR_TIME = 10  # seconds
TIME = 30  # seconds by the clock, until it is ended from outside

# To the program: the number of a child, with the connection of one that is to be made, without any
# of one that is to be ended.
CHILD = struct.Struct(">Q")
# From a child, before it is given anything: whatever fails until then is not the picture's doing.
READY = b"!"
# To it: bytes of the picture, pixels at most, kind; then the bytes.
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
    perceptual_hash: int | None
    photo_metadata: dict[str, object]
