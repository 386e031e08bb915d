"""What somebody does about a store, in two steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from arbitration.views.standing.section import overseer, page_context
from disputes.errors import Outdated, Refused
from disputes.permissions import SUPERVISE
from disputes.views.action import ActionPage, FormT
from sellers.permissions import last_line, refuse_unread

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True)
class Said:
    """What was filled in, to be read once more."""

    label: str
    text: str


class StandingAction(ActionPage[FormT]):
    """What a page of its own says beside its methods: its `title`, and what the `button` says that
    does it."""

    title: "StrOrPromise"
    button: "StrOrPromise"
    template_name = "arbitration/standing/form.html"
    confirm_template_name = "arbitration/standing/confirm.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = overseer(request)
        self.find()

    def find(self) -> None:
        """What the page is about; whoever may not open it learns so here."""

    def about(self, form: FormT) -> dict[str, Any]:
        """What both steps say of it: see `arbitration/standing/about.html`."""
        return {}

    def said(self, form: FormT) -> Sequence[Said]:
        """What was filled in, with a valid form."""
        raise NotImplementedError

    def context(self, form: FormT) -> dict[str, Any]:
        about = self.about(form) | {"back": self.after, "button": self.button, "final": True}
        return page_context(self.request, str(self.title), **about)

    def preview(self, form: FormT) -> dict[str, Any]:
        return {"said": self.said(form)}

    def check_supervisor(self) -> None:
        """For pages of those who act; auditors cannot open them."""
        if not self.user.has_perm(SUPERVISE):
            raise PermissionDenied


class AboutAStore(StandingAction[FormT]):
    """A page on which somebody decides on the points of a store: what came into its ledger after
    they were read turns it back. Its `find` sets `store_id`."""

    store_id: int

    @property
    def told_to(self) -> int:
        return last_line(self.store_id)

    def unread(self) -> Outdated | None:
        return refuse_unread(self.user, self.store_id, self.read_to)


class SecondLook(AboutAStore[FormT]):
    """A page that shows what is to be decided on, and why somebody else decides, where it is so."""

    def turn_away(self, refused: Refused) -> HttpResponse:
        return self.first_step()

    def about(self, form: FormT) -> dict[str, Any]:
        refused = self.refusal()
        return {
            "supervises": self.user.has_perm(SUPERVISE),
            "why_not": refused.message if refused else "",
        }
