"""An act in two steps: fill in, then read what will happen, and do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from arbitration.views.standing.section import page_context
from disputes.errors import Refused
from disputes.forms import add_refusal


@dataclass(frozen=True)
class Said:
    """What was filled in, to be read once more."""

    label: str
    text: str


@dataclass(frozen=True)
class TwoStepAct:
    """`said`, `consequences` and `perform` are called with a valid form only; `perform` answers
    with the sentence that says what was done. `back` is where the page was opened from, and `after`
    where it leads; `button` does it."""

    title: str
    form: BaseForm
    said: Callable[[], Sequence[Said]]
    consequences: Callable[[], Sequence[str]]
    perform: Callable[[], str]
    button: str
    back: str
    after: str
    final: bool = True
    template: str = "arbitration/standing/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def in_two_steps(request: HttpRequest, act: TwoStepAct) -> HttpResponse:
    """GET shows the form; POST shows what will happen, and with `confirm` does it. The form's data
    is none for GET."""
    if "edit" in request.POST or not act.form.is_valid():
        return _show(request, act)
    if "confirm" not in request.POST:
        return _confirm(request, act)
    try:
        done = act.perform()
    except Refused as refused:
        add_refusal(act.form, refused)
        return _show(request, act)
    messages.success(request, done)
    return redirect(act.after)


def _show(request: HttpRequest, act: TwoStepAct) -> HttpResponse:
    context = page_context(request, act.title, form=act.form, back=act.back, **act.context)
    return render(request, act.template, context)


def _confirm(request: HttpRequest, act: TwoStepAct) -> HttpResponse:
    context = page_context(
        request,
        act.title,
        form=act.form,
        back=act.back,
        said=act.said(),
        consequences=act.consequences(),
        final=act.final,
        button=act.button,
        **act.context,
    )
    return render(request, "arbitration/standing/confirm.html", context)
