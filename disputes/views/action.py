"""A page that does one thing: fill in, read what will happen, confirm.

Each such page is a subclass that bears the name of what it does. Its methods stand in the order in
which a request comes through them; nothing is kept between the steps but what the form itself
carries, so going back, an error or a refusal loses nothing that was typed or uploaded.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views import View

from disputes.errors import Outdated, Refused
from disputes.forms import UploadBox, UploadError, add_refusal

FormT = TypeVar("FormT", bound=BaseForm)


def as_number(sent: str) -> int:
    """How far somebody had read; not at all, by what is no number, or one that nobody can read."""
    return int(sent) if re.fullmatch("[0-9]{1,18}", sent) else 0


class ActionPage(View, Generic[FormT]):
    """GET shows the form, POST does what it is for.

    With a `confirm_template_name` there are two steps: POST shows what will happen, and does it
    when it comes with `confirm`; `edit` leads back to the form. Without one the page of the form
    says what will happen. A refusal leads away when the page is opened, and is shown in the form
    when it comes late.
    """

    template_name: str
    confirm_template_name = ""
    changed = ""  # what came in between, as a sentence

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refused := self.refusal():
            return self.turn_away(refused)
        return self.first_step()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        taken = [box.take_from(request) for box in self.boxes]
        if any(taken):
            return self.show_form(self.unjudged())
        # Only the act itself, under its lock, is sure of it; but nobody reads what will happen for
        # nothing.
        if self.confirm_template_name and (refused := self.refusal() or self.unread()):
            return self.show_refused(form, refused)
        if "edit" in request.POST or not form.is_valid():
            return self.show_form(form)
        if self.confirm_template_name and "confirm" not in request.POST:
            return self.show_confirmation(form)
        try:
            done = self.perform(form)
        except Refused as late:
            return self.show_refused(form, late)
        messages.success(request, done)
        return redirect(self.after)

    # What a page says of itself.

    @property
    def after(self) -> str:
        """The address where doing it leads, and its refusal."""
        raise NotImplementedError

    @property
    def boxes(self) -> Sequence[UploadBox]:
        """Where files can be added; a refusal about files is told in the last one."""
        return ()

    def refusal(self) -> Refused | None:
        """Why it is not possible now, if so."""
        return None

    @property
    def told_to(self) -> int | None:
        """The number of the last thing that is known of what the page is about, whatever it counts;
        none where nobody can come in between."""
        return None

    def unread(self) -> Outdated | None:
        """What came after the person had read it, if it matters; see `read_to`."""
        return None

    def form(self, data: QueryDict | None) -> FormT:
        """The form with what was sent; with what it starts with, for none."""
        raise NotImplementedError

    def consequences(self, form: FormT) -> Sequence[str]:
        """What will happen, as whole sentences. In the second of two steps the form is valid."""
        raise NotImplementedError

    def perform(self, form: FormT) -> str:
        """Do it, and say what was done. Refused where it is not possible; the form is valid."""
        raise NotImplementedError

    def context(self, form: FormT) -> dict[str, Any]:
        """What both steps show."""
        return {}

    def beside(self) -> dict[str, Any]:
        """What the page of the form shows beside it."""
        return {}

    def preview(self, form: FormT) -> dict[str, Any]:
        """What the second step shows besides what will happen; the form is valid."""
        return {}

    # What was read.

    @cached_property
    def read_to(self) -> int | None:
        """How far the person had read, by the form, or the link that led here: everything that acts
        carries this along, and is turned back by what came after. Else what is shown now."""
        return self.as_read(self.request.POST.get("read", self.request.GET.get("read")))

    def as_read(self, sent: str | None) -> int | None:
        """What was sent as a number of what there is; nothing was read for what is none."""
        if not sent or self.told_to is None:
            return self.told_to
        return min(as_number(sent), self.told_to)

    def tell_what_changed(self, unread: Outdated) -> None:
        """It is shown above the form, which from now on counts as read by whoever sees it."""
        self.changed = unread.message
        self.read_to = self.told_to

    # What is shown.

    def first_step(self) -> HttpResponse:
        if unread := self.unread():
            self.tell_what_changed(unread)
        return self.show_form(self.form(None))

    def turn_away(self, refused: Refused) -> HttpResponse:
        messages.warning(self.request, refused.message)
        return redirect(self.after)

    def unjudged(self) -> FormT:
        """It was about the files: what was typed stays, and is not judged yet."""
        form = self.form(None)
        form.initial.update(self.request.POST.dict())
        return form

    def show_refused(self, form: FormT, refused: Refused) -> HttpResponse:
        if isinstance(refused, Outdated):
            self.tell_what_changed(refused)
        elif self.boxes and refused.field == "files":
            self.boxes[-1].errors.append(UploadError("", refused.message))
        else:
            add_refusal(form, refused)
        return self.show_form(form)

    def show_form(self, form: FormT) -> HttpResponse:
        context = self.context(form) | self.beside()
        return self.render(self.template_name, context | {"form": form})

    def show_confirmation(self, form: FormT) -> HttpResponse:
        context = self.context(form) | self.preview(form)
        said = {"form": form, "consequences": self.consequences(form)}
        return self.render(self.confirm_template_name, context | said)

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        read = {"read_to": self.read_to, "changed": self.changed}
        return render(self.request, template, context | read, status=status)
