"""The page on which a side writes to the other one; the case page has its box, too."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy

from disputes.errors import Code, Refused
from disputes.forms import MessageForm
from disputes.presenters.conversation import SavedText, SavedTexts, no_saved_texts, text_of
from disputes.presenters.parts import case_url
from disputes.states import Verb
from disputes.verbs import messages
from disputes.views.actions.side import SideAction
from disputes.wording.messages import message_consequences, will_be_hidden


class SendMessage(SideAction[MessageForm]):
    verb = Verb.SEND_MESSAGE
    done = gettext_lazy("Your message is sent.")
    files = gettext_lazy("What shows what you mean. To be weighed in a ruling it must be evidence.")
    has_button = False  # its box stands on the page of the case

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The box on the page of the case has no place for files, and lists what was saved: what
        was typed comes along."""
        if request.POST.keys() & {"attach", "fill"} and self.refusal() is None:
            return self.show_form(self.unjudged())
        return super().post(request, *args, **kwargs)

    def perform(self, form: MessageForm) -> str:
        self.view.dispute.read_to = self.read_to
        self.do(form)
        return str(self.done)

    def form(self, data: QueryDict | None) -> MessageForm:
        initial = {"text": self.saved_text(self.request.GET)}
        return MessageForm(data, dispute=self.view.dispute, initial=initial)

    def unjudged(self) -> MessageForm:
        """With the text that was chosen below what was typed."""
        form = super().unjudged()
        if "fill" in self.request.POST:
            parts = [self.request.POST.get("text", "").strip(), self.saved_text(self.request.POST)]
            form.initial["text"] = "\n\n".join(filter(None, parts))
        return form

    @cached_property
    def saved_texts(self) -> Sequence[SavedText]:
        texts: SavedTexts = self.kwargs.get("saved_texts", no_saved_texts)
        return texts(self.view.dispute)

    def saved_text(self, chosen: QueryDict) -> str:
        return text_of(self.saved_texts, chosen.get("saved", ""))

    @property
    def after(self) -> str:
        return f"{case_url(self.actor.party, self.view.dispute)}#messages"

    def consequences_now(self) -> list[str]:
        return message_consequences(self.view.dispute, self.actor.party)

    def do(self, form: MessageForm) -> None:
        text = form.cleaned_data["text"]
        self._tell_what_is_hidden(form, text)
        messages.send_message(self.actor, self.view.dispute, text=text, files=self.sent)

    def _tell_what_is_hidden(self, form: MessageForm, text: str) -> None:
        """Once for these words: then they are sent as they are."""
        if self.view.dispute.shares_contacts:
            return
        parts = [text[start:end] for start, end in messages.hidden_in(text)]
        told = "\n".join(parts)
        if told and form.cleaned_data["told"] != told:
            form.tell(told)
            raise Refused(Code.NOT_ALLOWED, will_be_hidden(parts), field="text")

    def context(self, form: MessageForm) -> dict[str, Any]:
        return super().context(form) | {"label": self.button, "saved_texts": self.saved_texts}

    button = gettext_lazy("Send message")
