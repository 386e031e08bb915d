"""`manage.py add_staff NAME --role …`: somebody begins to work for the platform."""

import secrets
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arbitration.verbs.staff import Role, add_staff, needs_password
from disputes.errors import Refused

_MOST = 4096  # characters of a password; whoever pipes in a whole file is told


class Command(BaseCommand):
    help = "Gives somebody a role of the platform, with a new account where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user name to sign in with")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        source = parser.add_mutually_exclusive_group()
        source.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        source.add_argument(
            "--random-password", action="store_true", help="make a password, and print it once"
        )

    def handle(self, *args: Any, name: str, role: str, **options: Any) -> None:
        chosen, password = Role(role), ""
        try:
            if needs_password(name):
                password = self._password(**options)
            added = add_staff(name, chosen, password)
        except Refused as refused:
            raise CommandError(f"{refused.message} Nothing was changed.") from refused
        except UnicodeDecodeError as error:  # from the terminal or the pipe
            raise CommandError("The password is not UTF-8. Nothing was changed.") from error
        if not added:
            self.stdout.write(f"{name} is {_a(chosen)} already. Nothing was changed.")
            return
        self.stdout.write(f"{name} is now {_a(chosen)} and can sign in.")
        if not password:
            self.stdout.write("The account was there; its password stays as it was.")
        elif options["random_password"]:
            self.stdout.write(f"The password, which is not shown again: {password}")

    def _password(self, *, password_stdin: bool, random_password: bool, **options: Any) -> str:
        if random_password:
            return secrets.token_urlsafe(15)
        if password_stdin:
            password = sys.stdin.read(_MOST + 3).removesuffix("\n").removesuffix("\r")
            if len(password) > _MOST:
                raise CommandError(
                    f"A password has {_MOST} characters at most. Nothing was changed."
                )
            return password
        if not sys.stdin.isatty():
            raise CommandError(
                "There is no terminal to ask for a password. Use --password-stdin or "
                "--random-password. Nothing was changed."
            )
        password = getpass("Password: ")
        if password != getpass("The same again: "):
            raise CommandError("The two are not the same. Nothing was changed.")
        return password


def _a(role: Role) -> str:
    return f"a{'n' if role.value[0] == 'a' else ''} {role.value}"
