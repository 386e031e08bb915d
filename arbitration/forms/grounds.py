"""The form of a ground that rulings rest on."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arbitration.forms.meanwhile import SharedForm
from disputes.models import Ground, Reason
from disputes.states import Outcome

_ARTICLE = re.compile(r"[1-9]\d?(\.[1-9]\d?){0,2}")


def reason_choices() -> list[tuple[str, str]]:
    """All reasons with their branches, each below the one that it hangs on."""
    children: dict[int | None, list[Reason]] = {}
    for reason in Reason.objects.all():
        children.setdefault(reason.parent_id, []).append(reason)

    def below(parent: int | None, above: str) -> Iterator[tuple[str, str]]:
        for reason in children.get(parent, ()):
            label = f"{above}{reason.label}"
            yield reason.code, label
            yield from below(reason.pk, f"{label} → ")

    return list(below(None, ""))


class GroundForm(SharedForm):
    """Keeps the grounds such that every outcome can still be ruled for every reason."""

    instance: Ground

    def clean_article(self) -> str:
        article: str = self.cleaned_data["article"]
        if not _ARTICLE.fullmatch(article):
            raise forms.ValidationError(_("Write the article as numbers with dots, such as 3.1."))
        return article

    def clean_outcomes(self) -> list[str]:
        """Each outcome once, in the order of `Outcome`."""
        chosen: list[str] = self.cleaned_data["outcomes"]
        return [outcome for outcome in Outcome.values if outcome in chosen]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if typed := self._came_late():
            self.add_error(
                None,
                _(
                    "A ruling has come to rest on this ground while you were writing, so what both "
                    "sides read of it stays. You wrote: %(typed)s. To say it so, add a new ground."
                )
                % {"typed": typed},
            )
        lost = {} if self.errors else self._lost(cleaned)
        if lost:
            self.add_error(
                "outcomes" if cleaned["active"] else "active",
                _("No other ground that can be chosen fits this: %(outcomes)s. Add one first.")
                % {"outcomes": "; ".join(_in_words(*each) for each in lost.items())},
            )
        return cleaned

    def _came_late(self) -> str:
        """What was typed over what could be changed when the page was opened, and no longer can."""
        typed = {
            name: self.data.get(name, "").strip()
            for name in ("article", "title", "text")
            if name not in self.fields and self.add_initial_prefix(name) in self.data
        }
        return " · ".join(
            text for name, text in typed.items() if text not in ("", getattr(self.instance, name))
        )

    def _lost(self, cleaned: dict[str, Any]) -> dict[Outcome, list[Reason]]:
        """The outcomes that no active ground would fit any more, each with the reasons for which it
        is so; none where it is so for all."""
        if self.instance._state.adding:
            return {}
        before, after = Ground.objects.get(pk=self.instance.pk), Ground(**self._changed(cleaned))
        if not before.active:
            return {}
        others = list(Ground.objects.filter(active=True).exclude(pk=before.pk))
        left = [*others, after] if cleaned["active"] else others
        leaves = Reason.objects.filter(active=True, children=None)
        found: dict[Outcome, list[Reason]] = {}
        leaves_of = list(leaves.select_related("parent__parent"))
        for outcome in Outcome:
            lost = [
                leaf
                for leaf in leaves_of
                if _fits(before, leaf, outcome)
                and not any(_fits(ground, leaf, outcome) for ground in left)
            ]
            if lost:
                found[outcome] = [] if len(lost) == len(leaves_of) else lost
        return found

    def _changed(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        names = ("outcomes", "reasons", "only_returns")
        return {name: cleaned.get(name, getattr(self.instance, name)) for name in names}


def _fits(ground: Ground, leaf: Reason, outcome: Outcome) -> bool:
    fits = not ground.reasons or bool(set(ground.reasons) & set(leaf.codes))
    return fits and outcome in ground.outcomes and not ground.only_returns


def _in_words(outcome: Outcome, reasons: list[Reason]) -> str:
    if not reasons:
        return str(outcome.label)
    return f"{outcome.label} ({', '.join(reason.label for reason in reasons)})"
