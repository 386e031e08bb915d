"""What happened to a store's standing, as a notice says it."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from disputes.models import Notice
from disputes.rules.texts import isolated
from disputes.wording.notices import NoticeWords
from sellers.states import EntryKind, Measure, SanctionEnding, SanctionMove

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_ENTRIES: "dict[str, tuple[StrOrPromise, StrOrPromise]]" = {
    EntryKind.GIVEN: (
        gettext_lazy("A penalty was given"),
        ngettext_lazy(
            "The store %(store)s got a penalty of %(points)d point. You can appeal it once.",
            "The store %(store)s got a penalty of %(points)d points. You can appeal it once.",
            "points",
        ),
    ),
    EntryKind.RESUMED: (
        gettext_lazy("A penalty stands after its appeal"),
        ngettext_lazy(
            "The penalty of the store %(store)s stands, with %(points)d point.",
            "The penalty of the store %(store)s stands, with %(points)d points.",
            "points",
        ),
    ),
    EntryKind.REDUCED: (
        gettext_lazy("A penalty was reduced"),
        ngettext_lazy(
            "A penalty of the store %(store)s was reduced by %(points)d point.",
            "A penalty of the store %(store)s was reduced by %(points)d points.",
            "points",
        ),
    ),
    EntryKind.REVOKED: (
        gettext_lazy("A penalty was revoked"),
        gettext_lazy("A penalty of the store %(store)s was revoked. Its points no longer count."),
    ),
    EntryKind.EXPIRED: (
        gettext_lazy("A penalty expired"),
        gettext_lazy("A penalty of the store %(store)s expired. Its points no longer count."),
    ),
}
_MOVES: "dict[str, tuple[StrOrPromise, StrOrPromise]]" = {
    SanctionMove.DECIDED: (
        gettext_lazy("A sanction is decided"),
        gettext_lazy("For the store %(store)s a sanction is decided: %(measure)s."),
    ),
    SanctionMove.STARTED: (
        gettext_lazy("A sanction starts"),
        gettext_lazy("A sanction of the store %(store)s is in force now: %(measure)s."),
    ),
    SanctionMove.INTERRUPTED: (
        gettext_lazy("A sanction stands still"),
        gettext_lazy(
            "A sanction of the store %(store)s stands still while the appeal is open: %(measure)s."
        ),
    ),
    SanctionMove.RESUMED: (
        gettext_lazy("A sanction goes on"),
        gettext_lazy("A sanction of the store %(store)s goes on: %(measure)s."),
    ),
    SanctionMove.ENDED: (
        gettext_lazy("A sanction ended"),
        gettext_lazy("A sanction of the store %(store)s ended: %(measure)s."),
    ),
}
_LIFTED = gettext_lazy(
    "A sanction of the store %(store)s was lifted, since its points fell: %(measure)s."
)


def of_entry(notice: Notice) -> NoticeWords:
    """A line of the ledger."""
    data = notice.data
    headline, told = _ENTRIES[data["entry"]]
    values = {"store": isolated(str(notice.store)), "points": data["points"]}
    path = reverse("sellers:penalty", args=[data["penalty"]])
    return NoticeWords(str(headline), told % values, path)


def of_sanction(notice: Notice) -> NoticeWords:
    """A move of a sanction."""
    data = notice.data
    headline, told = _MOVES[data["move"]]
    if data["ending"] == SanctionEnding.LIFTED:
        told = _LIFTED
    values = {"store": isolated(str(notice.store)), "measure": Measure(data["measure"]).label}
    return NoticeWords(
        str(headline), told % values, reverse("sellers:sanction", args=[data["sanction"]])
    )


def of_decision(notice: Notice) -> NoticeWords:
    """What waits for a supervisor."""
    store = {"store": isolated(str(notice.store))}
    if notice.data["waits"] == "appeal":
        return NoticeWords(
            _("A store appeals a penalty"),
            _("The store %(store)s appeals a penalty. When nobody decides in time, it is revoked.")
            % store,
            reverse("admin:penalty-appeal", args=[notice.data["number"]]),
        )
    return NoticeWords(
        _("A penalty waits for a second person"),
        _("A penalty for the store %(store)s was proposed, and somebody else must approve it.")
        % store,
        reverse("admin:proposal", args=[notice.data["number"]]),
    )
