"""`manage.py remove_staff NAME`: somebody no longer works for the platform."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arbitration.verbs.staff import Role, remove_staff
from disputes.errors import Refused
from disputes.models import User


class Command(BaseCommand):
    help = (
        "Takes somebody out of the platform: roles go, sessions end, cases in hand wait for "
        "somebody else. The account is closed, unless it is a buyer's or a seller's, too. Nothing "
        "is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user name, as list_staff shows it")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name.replace("\0", "")).first()
        if user is None:
            raise CommandError(
                f"There is no account {name}. `manage.py list_staff` names all of the platform."
            )
        try:
            removed = remove_staff(user)
        except Refused as refused:
            raise CommandError(f"{refused.message} Nothing was changed.") from refused
        if removed.closed:
            self._say(f"{name} can no longer sign in, and every session of the account is over.")
        else:
            self._say(
                f"{name} no longer works for the platform, and every session of the account is "
                "over. The account has orders or a store: it stays, with its password, for those."
            )
        self._say(f"Roles taken away: {', '.join(removed.roles) or 'none'}.")
        self._say(f"Cases handed back: {', '.join(removed.handed_back) or 'none'}.")
        for reference, why in removed.not_handed_back:
            self._say(
                f"{reference} could not be handed back: {why} A supervisor can reassign it; else "
                "its deadline does."
            )
        for role in removed.roles:
            self._warn_of_nobody(role)

    def _warn_of_nobody(self, role: Role) -> None:
        people = User.objects.filter(groups__name=role.group, is_active=True, is_staff=True)
        if not people.exists():
            self._say(f"There is no {role} now. `manage.py add_staff` makes one.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
