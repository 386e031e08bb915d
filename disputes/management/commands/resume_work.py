"""`manage.py resume_work`: the regular work of this database goes on."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import regular_work


class Command(BaseCommand):
    help = (
        "Ends a pause, whether a person began it or this database is a copy of another one. See "
        "first what would be done: manage.py pending_work"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        regular_work.resume()
        self.stdout.write("The regular work goes on from now, with whatever is due.")
