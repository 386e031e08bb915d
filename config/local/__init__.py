"""`make run` and `make test`: everything that a machine with only Python and make lacks."""
