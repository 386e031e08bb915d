"""What `printing` and `press` say to each other."""

import struct

# Before the bytes of each picture: how many there are; none where there is nothing to draw.
LENGTH = struct.Struct(">Q")
TIME = 45  # seconds by the clock that it may take, the pictures' way to it included
