"""Several answers to one question, kept in a draft as one text with commas."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.selectors.applications import ALL, Application, asked_minor
from disputes.rules.money import format_money
from disputes.rules.texts import isolated


class _Boxes(forms.CheckboxSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        if isinstance(data, QueryDict):
            return data.getlist(name)
        return split(data.get(name, ""))


class OthersField(forms.MultipleChoiceField):
    """Which other items of the parcel an application is about, too."""

    def __init__(self, application: Application) -> None:
        others = application.others
        choices = [(str(item.number), _label(item)) for item in others]
        if len(others) > 1:
            every = _("All %(number)d other items") % {"number": len(others)}
            choices.insert(0, (ALL, every))
        super().__init__(
            label=gettext_lazy("Is it about other items of this parcel, too?"),
            help_text=gettext_lazy(
                "Then you apply once for all of them, with the same words and photos, and ask for "
                "the whole sum of each. To ask for less for one of them, apply for it by itself."
            ),
            required=False,
            widget=_Boxes,
            choices=choices,
            error_messages={
                "invalid_choice": gettext_lazy(
                    "One of these items can no longer be applied for. Choose again."
                )
            },
        )

    def prepare_value(self, value: Any) -> Any:
        return split(value) if isinstance(value, str) else value


def split(kept: str) -> list[str]:
    """The answers in a kept text."""
    return kept.split(",") if kept else []


def _label(item: Any) -> str:
    told = {
        "title": isolated(item.line.title),
        "amount": format_money(asked_minor(item), item.order.currency),
    }
    if item.free_pieces == 1:
        return _("%(title)s, %(amount)s") % told
    return _("%(title)s, %(pieces)d pieces, %(amount)s") % (told | {"pieces": item.free_pieces})
