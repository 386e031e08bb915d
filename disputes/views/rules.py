"""By which rules the platform decides: for everybody to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from disputes.models import Ground, Policy
from disputes.presenters.parts import Fact
from disputes.states import Outcome

CHAPTERS = {
    "1": _("General"),
    "2": _("The item was not received"),
    "3": _("The item is not as described"),
    "4": _("The item was sent back"),
}
_OTHERS = _("Further rules")

# The numbers that people can rely on, in the order in which a case meets them.
_NUMBERS = (
    "apply_after_receipt_days",
    "apply_after_dispatch_days",
    "apply_after_promise_days",
    "seller_response_days",
    "request_changes",
    "applications_per_line",
    "negotiation_days",
    "hearing_days",
    "ruling_days",
    "appeal_days",
    "appeal_ruling_days",
    "address_days",
    "platform_days",
    "return_days",
    "inspection_days",
    "holiday_days",
    "holiday_notice_days",
)


@dataclass(frozen=True)
class Article:
    """One ground, and what a ruling that rests on it can come to."""

    ground: Ground
    outcomes: Sequence[str]


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """The articles by chapter, and the numbers of the policy for cases that are opened now."""
    chapters: dict[Promise, list[Article]] = {}
    for ground in sorted(Ground.objects.filter(active=True), key=_by_article):
        title = CHAPTERS.get(ground.article[:1], _OTHERS)
        outcomes = [str(Outcome(outcome).label) for outcome in ground.outcomes]
        chapters.setdefault(title, []).append(Article(ground, outcomes))
    policy = Policy.objects.latest()
    labels = {field.name: capfirst(str(field.verbose_name)) for field in Policy._meta.fields}
    facts = [Fact(labels[name], str(getattr(policy, name))) for name in _NUMBERS]
    context = {"chapters": chapters.items(), "policy": policy, "facts": facts}
    return render(request, "disputes/rules.html", context)


def _by_article(ground: Ground) -> tuple[list[int], str]:
    """Numbers in their order, so that 3.10 comes after 3.9; a ground without one comes last."""
    numbers = [int(part) for part in ground.article.split(".") if part.isdigit()]
    return numbers or [10**6], ground.title
