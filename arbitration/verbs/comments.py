"""What people of the platform tell each other about a case; neither side ever reads it."""

from django.utils.translation import gettext as _

from arbitration.models import Comment
from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import ARBITRATE, SUPERVISE, has_interest
from disputes.rules.texts import check_text


def write_comment(author: User, dispute: Dispute, *, text: str) -> Comment:
    """Leave a comment for those who open the case next. Comments are never changed."""
    text = check_text(text, sentence=_("Write the note first."))
    if not may_comment(author, dispute):
        raise Refused(Code.NOT_ALLOWED, _("Only arbitrators and supervisors leave notes."))
    if dispute.erased_at is not None:
        raise Refused(Code.WRONG_STATE, _("The words of this case were erased."))
    return Comment.objects.create(dispute=dispute, author=author, text=text, written_at=clock.now())


def may_comment(user: User, dispute: Dispute) -> bool:
    may = user.is_staff and (user.has_perm(ARBITRATE) or user.has_perm(SUPERVISE))
    return may and not has_interest(user, dispute)
