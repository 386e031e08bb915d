"""`manage.py list_staff`: who works for the platform."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from arbitration.verbs.assignment import cases_in_hand
from arbitration.verbs.staff import Role, roles_of
from disputes.models import User
from disputes.verbs.sign_ins import account_in_log

_GROUPS = [role.group for role in Role]


class Command(BaseCommand):
    help = "Lists the accounts of the platform, with their roles and what the log calls them."

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__name__in=_GROUPS)
        people = User.objects.filter(wanted).order_by("username").distinct()
        if not people:
            self.stdout.write("Nobody works for the platform. `manage.py add_staff` changes that.")
        for user in people:
            self.stdout.write(": ".join((user.username, "; ".join(_about(user)))))


def _about(user: User) -> list[str]:
    roles = ", ".join(roles_of(user))
    seen = user.last_login
    return [
        roles or f"no role, so no power (manage.py add_staff {user.username} --role …)",
        *([] if user.is_active else ["switched off"]),
        *([] if user.is_staff or not roles else ["not staff, so the role counts for nothing"]),
        f"{cases_in_hand(user)} cases in hand",
        f"last signed in {seen:%Y-%m-%d %H:%M} UTC" if seen else "never signed in",
        f"account {account_in_log(user.username)} in the log",
    ]
