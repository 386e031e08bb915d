#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line


def refuse_odd_bytes(arguments: list[str]) -> None:
    """Text is UTF-8 here, for each command: what is not would end in the middle of its work."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            sys.exit(f"This argument is not UTF-8: {argument!a}. Nothing was done.")


if __name__ == "__main__":
    refuse_odd_bytes(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
