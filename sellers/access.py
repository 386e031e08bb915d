"""The doors to a penalty and to a sanction, for the members of the store."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import User
from sellers.models import Penalty, Sanction


def penalty_of_member(user: User, number: int) -> Penalty:
    """Refused as "not found" for everybody else."""
    found = Penalty.objects.filter(store__memberships__user=user, pk=number)
    penalty = found.select_related("rule", "store", "breach__dispute", "repeats__dispute").first()
    if penalty is None:
        raise Refused(Code.NOT_FOUND, _("There is no such penalty."))
    return penalty


def sanction_of_member(user: User, number: int) -> Sanction:
    """Refused as "not found" for everybody else."""
    found = Sanction.objects.filter(store__memberships__user=user, pk=number)
    sanction = found.select_related("store").first()
    if sanction is None:
        raise Refused(Code.NOT_FOUND, _("There is no such sanction."))
    return sanction
