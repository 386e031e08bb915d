"""Who works for the platform: given a role, and taken out again, by whoever operates Redress."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from arbitration.verbs.assignment import hand_back
from disputes import sessions
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.states import PLATFORM_STATES


class Role(StrEnum):
    """What a person of the platform is; each is a group that the migrations make."""

    ARBITRATOR = "arbitrator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"

    @property
    def group(self) -> str:
        return f"{self.value.capitalize()}s"


@dataclass(frozen=True)
class Removed:
    """What became of somebody's work: cases that wait for others, and those that could not be
    handed back, each with the reason; their deadlines give them to others. `closed`: is the account
    closed, too?"""

    closed: bool
    roles: Sequence[Role]
    handed_back: Sequence[str]
    not_handed_back: Sequence[tuple[str, str]]


def needs_password(name: str) -> bool:
    """Is this a new account, or one that nobody can sign in with? Refused if it is no name."""
    user = User.objects.filter(username=_checked(name).username).first()
    return user is None or not user.has_usable_password()


def add_staff(name: str, role: Role, password: str = "") -> bool:
    """Give somebody a role, with a new account where there is none; False if they have it already.

    The `password` is for an account that needs one; another account keeps its own.
    """
    group = Group.objects.filter(name=role.group).first()
    if group is None:
        raise Refused(
            Code.NOT_FOUND, _("There is no group %(group)s.") % {"group": role.group}, field="role"
        )
    with transaction.atomic():
        new = _checked(name)
        user = User.objects.select_for_update().filter(username=new.username).first() or new
        if not user.has_usable_password():
            _set_password(user, password)
        elif user.is_active and user.is_staff and user.groups.filter(pk=group.pk).exists():
            return False
        user.is_active = user.is_staff = True
        user.save()
        user.groups.add(group)
    return True


def remove_staff(user: User) -> Removed:
    """Somebody no longer works for the platform: the account has no role, its sessions are over,
    and its cases wait for somebody else. Nobody signs in with it any more, unless it belongs to a
    buyer or a seller, too. What it did stays, and so does its row."""
    if not user.is_staff and not roles_of(user):
        raise Refused(Code.NOT_ALLOWED, _("This account is none of the platform's."))
    roles = roles_of(user)
    handed_back: list[str] = []
    not_handed_back: list[tuple[str, str]] = []
    for dispute in _in_hand(user):
        try:
            hand_back(user, dispute, comment=_("The arbitrator no longer works here."))
        except Refused as refused:
            not_handed_back.append((dispute.reference, refused.message))
        else:
            handed_back.append(dispute.reference)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.is_staff = user.is_superuser = False
        sessions.end_all(user)
        closed = not (user.memberships.exists() or user.orders.exists())
        if closed:
            user.is_active = False
            user.set_unusable_password()
        user.save()
        user.groups.clear()
    return Removed(closed, roles, handed_back, not_handed_back)


def roles_of(user: User) -> list[Role]:
    names = set(user.groups.values_list("name", flat=True))
    return [role for role in Role if role.group in names]


def _checked(name: str) -> User:
    """A new account of this name, not saved and without a password."""
    user = User(username=User.normalize_username(name))
    user.set_unusable_password()
    try:
        user.clean_fields(exclude=["password"])
        user.refuse_other_spelling()
    except ValidationError as error:
        raise Refused(Code.NOT_ALLOWED, " ".join(error.messages), field="name") from error
    return user


def _set_password(user: User, password: str) -> None:
    if any(sign in "\0\r\n" or "\ud800" <= sign <= "\udfff" for sign in password):
        raise Refused(
            Code.NOT_ALLOWED,
            _(
                "The password has an end of a line in it, U+0000, or bytes that are not UTF-8. "
                "Nobody could type it on the page to sign in."
            ),
            field="password",
        )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(Code.NOT_ALLOWED, " ".join(error.messages), field="password") from error
    user.set_password(password)


def _in_hand(user: User) -> list[Dispute]:
    return list(Dispute.objects.filter(assignee=user, state__in=PLATFORM_STATES).order_by("pk"))
