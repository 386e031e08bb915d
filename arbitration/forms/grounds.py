"""The form of a ground that rulings rest on."""

import re
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arbitration.forms.meanwhile import SharedForm
from disputes.models import Ground
from disputes.states import Outcome

_ARTICLE = re.compile(r"[1-9]\d?(\.[1-9]\d?){0,2}")


class GroundForm(SharedForm):
    """Keeps the grounds such that every outcome can still be ruled."""

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
        lost = [] if self.errors else self._lost(cleaned)
        if lost:
            self.add_error(
                "outcomes" if cleaned["active"] else "active",
                _("No other ground that can be chosen fits this: %(outcomes)s. Add one first.")
                % {"outcomes": "; ".join(str(outcome.label) for outcome in lost)},
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

    def _lost(self, cleaned: dict[str, Any]) -> list[Outcome]:
        """The outcomes that no active ground would fit any more."""
        before = self.instance
        if before.pk is None or not before.active:
            return []
        others = Ground.objects.filter(active=True).exclude(pk=before.pk)
        left = set(chain.from_iterable(others.values_list("outcomes", flat=True)))
        if cleaned["active"]:
            left |= set(cleaned.get("outcomes", before.outcomes))
        return [outcome for outcome in Outcome if outcome in set(before.outcomes) - left]
