"""What the pages about stores have in common: who gets in, and the way between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from arbitration.selectors.standing import waiting
from disputes.errors import Code, Refused
from disputes.models import User
from disputes.permissions import oversees
from disputes.views.people import signed_in
from sellers.permissions import is_member


@dataclass(frozen=True)
class StandingSection:
    """A link to one of the lists; `count` is how much waits there."""

    title: str
    url: str
    current: bool
    count: int = 0


def overseer(request: HttpRequest) -> User:
    """Supervisors, who act, and auditors, who read; nobody else gets in."""
    user = signed_in(request)
    if not oversees(user):
        raise PermissionDenied
    return user


def refuse_own_store(user: User, store_id: int) -> None:
    """Who looks after a store is not for its own people to know."""
    if is_member(user, store_id):
        raise Refused(
            Code.NOT_ALLOWED,
            _(
                "You are a member of this store, so others look after it. You can follow its "
                "standing as its seller."
            ),
        )


def sections(user: User, current: str) -> Sequence[StandingSection]:
    """The lists; `current` is the name of the address that is shown."""
    found = waiting(user)
    lists = {
        "disputes_store_changelist": (_("All stores"), 0),
        "penalty-appeals": (_("Appeals"), found.appeals),
        "proposals": (_("Proposed penalties"), found.proposals),
        "rules": (_("Rules"), 0),
    }
    return [
        StandingSection(title, reverse(f"admin:{name}"), name == current, count)
        for name, (title, count) in lists.items()
    ]


def news(request: HttpRequest) -> int:
    """For the navigation: how many appeals and proposals wait for a supervisor."""
    user = signed_in(request)
    return waiting(user).total if oversees(user) else 0


def page_context(request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    return admin.site.each_context(request) | {"title": title} | more
