"""The form of a ground that rulings rest on."""

import re
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from disputes.models import Ground
from disputes.states import Outcome

_ARTICLE = re.compile(r"[1-9]\d?(\.[1-9]\d?){0,2}")


class GroundForm(forms.ModelForm[Ground]):
    """Keeps the grounds such that every outcome can still be ruled."""

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
        lost = [] if self.errors else self._lost(cleaned)
        if lost:
            self.add_error(
                "outcomes" if cleaned["active"] else "active",
                _("No other ground that can be chosen fits this: %(outcomes)s. Add one first.")
                % {"outcomes": "; ".join(str(outcome.label) for outcome in lost)},
            )
        return cleaned

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
