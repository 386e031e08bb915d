"""What every page knows: which portals the viewer has, what is new, and whether it is a demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from disputes.models import User
from disputes.permissions import is_staff_of_platform
from disputes.presenters.notices import bell, unread_count


@dataclass(frozen=True)
class Portal:
    """One place of the site that the viewer may go to."""

    title: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`."""
    unread = _unread(request)
    return {
        "portals": _portals(request),
        "demo": settings.DEMO,
        "unread_notices": bell(unread),
        "unread_number": unread,
    }


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return unread_count(user) if isinstance(user, User) else 0


def _portals(request: HttpRequest) -> list[Portal]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    places = [(_("My orders"), "/buyer/")]
    if user.memberships.exists():
        places.append((_("My store"), "/seller/"))
    if is_staff_of_platform(user):
        places.append((_("Arbitration"), "/admin/"))
    return [Portal(title, url, request.path.startswith(url)) for title, url in places]
