"""`manage.py forget_sign_ins`: old sessions and wrong passwords go, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.verbs.sign_ins import forget


class Command(BaseCommand):
    help = "Deletes sessions that are over, and counts of wrong passwords that are out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget()} counts of wrong passwords forgotten; old sessions deleted")
