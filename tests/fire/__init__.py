"""Drills: real processes, real servers, and whatever a bad week brings.

Each drill counts what was done twice and what was lost. `make test` runs the cheap ones with few
cases; with DRILL=1 (`make drill`) all of them run at full size.
"""
