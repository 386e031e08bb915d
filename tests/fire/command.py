"""`python -m tests.fire.command NAME`: a management command, with the faults of its environment."""

import sys

import django
from django.core.management import call_command

django.setup()

import tests.fire.faults  # noqa: E402, F401  # needs the apps

call_command(sys.argv[1])
