"""The page of one act of one side of a case.

A page is reached by a link, so that nothing which cannot be undone happens by one click.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict

from disputes import access, clock, wording
from disputes.errors import Outdated, Refused
from disputes.forms import UploadBox
from disputes.kernel.rests import find_rests
from disputes.models import Attachment, Evidence, Message
from disputes.permissions import Actor, outdated, refusal
from disputes.presenters.evidence_items import with_receipt
from disputes.presenters.parts import PreviewChoices, case_url, preview_nothing, proposal_card
from disputes.selectors import DisputeView, dispute_view
from disputes.states import Verb
from disputes.views.action import ActionPage, FormT
from disputes.views.people import signed_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class SideAction(ActionPage[FormT]):
    """What a page of its own says beside its methods: which verb it is, how its button looks in
    the case, what is said when it is `done`, the hint above its `files` if it takes any."""

    verb: ClassVar[Verb]
    style: ClassVar[str] = "secondary"
    done: "ClassVar[StrPromise]"
    files: "ClassVar[StrPromise | None]" = None
    photos_required: ClassVar[bool] = False
    has_button: ClassVar[bool] = True
    template_name = "disputes/act.html"

    actor: Actor
    view: DisputeView

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = Actor(signed_in(request), kwargs["party"])
        self.choice_previews: PreviewChoices = kwargs.get("choice_previews", preview_nothing)
        self.read_case()

    def read_case(self) -> None:
        assert self.actor.user is not None, "a page is opened by somebody"
        dispute = access.dispute_of_side(
            self.actor.user, self.actor.party, self.kwargs["reference"]
        )
        self.view = dispute_view(dispute, self.actor, clock.now())
        find_rests([dispute], self.view.now)  # for the clocks that the page foretells

    # What each verb says for itself.

    def consequences_now(self) -> list[str]:
        """What will happen, as whole sentences, while it is possible."""
        raise NotImplementedError

    def do(self, form: FormT) -> None:
        """Call the verb."""
        raise NotImplementedError

    @property
    def what_was_done(self) -> str:
        return str(self.done)

    @property
    def possible(self) -> bool:
        return self.verb in self.view.allowed

    # The page.

    @property
    def after(self) -> str:
        return case_url(self.actor.party, self.view.dispute)

    @cached_property
    def boxes(self) -> Sequence[UploadBox]:
        if self.files is None:
            return ()
        user, party = self.actor.user, self.actor.party
        assert user is not None, "a page is opened by somebody"
        said: list[Evidence | Message] = [*self.view.evidence, *self.view.messages]
        return (
            UploadBox(
                user,
                f"{self.view.dispute.reference}-{party}-{self.verb.slug}",
                required=self.photos_required,
                hint=self.files,
                in_case=sum(len(each.files.all()) for each in said if each.party == party),
            ),
        )

    @property
    def sent(self) -> list[Attachment]:
        """The files that came with the form, or were held for it and shown in it."""
        return [file for box in self.boxes for file in box.sent]

    def refusal(self) -> Refused | None:
        return refusal(self.view.dispute, self.verb, self.actor, self.view.now)

    @property
    def told_to(self) -> int:
        return self.view.dispute.event_count

    def unread(self) -> Outdated | None:
        self.view.dispute.read_to = self.read_to
        return outdated(self.view.dispute, self.verb, self.actor)

    def consequences(self, form: FormT) -> Sequence[str]:
        return self.consequences_now() if self.possible else []

    def perform(self, form: FormT) -> str:
        self.view.dispute.read_to = self.read_to
        self.do(form)
        said = self.view.dispute.evidence.filter(party=self.actor.party).last()
        if not self.boxes or said is None:
            return self.what_was_done
        return with_receipt(self.what_was_done, self.actor.party, said)

    def show_refused(self, form: FormT, refused: Refused) -> HttpResponse:
        # Somebody else may have come first: the page shows the case as it is now.
        self.read_case()
        return super().show_refused(form, refused)

    def context(self, form: FormT) -> dict[str, Any]:
        previews = self.choice_previews(self.view)
        return {
            "case": self.view,
            "dispute": self.view.dispute,
            "line": self.view.dispute.snapshot,
            "title": wording.label(self.verb, self.view.viewer),
            "label": wording.label(self.verb, self.view.viewer),
            "danger": self.style == "danger",
            "files": self.boxes[0] if self.boxes else None,
            "consequences": self.consequences(form),
            "case_url": self.after,
            "possible": self.possible,
            "choice_preview": next((each for each in previews if each.verb == self.verb), None),
        }

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        # Between two queries the other side may have put something on the table.
        return super().render(template, context, status if self.possible else 409)


class AboutAnOffer(SideAction[FormT]):
    """A page that shows what the other side has on the table."""

    def beside(self) -> dict[str, Any]:
        offered = self.view.offered
        return {"offered": proposal_card(offered, self.view.viewer) if offered else None}


class WithoutForm(SideAction[Form]):
    """A page on which there is nothing to fill in."""

    def form(self, data: QueryDict | None) -> Form:
        return Form(data)
