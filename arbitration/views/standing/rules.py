"""The catalogue of rules, and publishing a new version."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from arbitration.forms.rules import NewRuleForm, RuleForm
from arbitration.selectors import standing as selectors
from arbitration.views.standing.action import Said, StandingAction
from arbitration.views.standing.section import overseer, page_context, sections
from disputes.models import Ground
from disputes.permissions import SUPERVISE
from sellers.models import Rule
from sellers.verbs.rules import publish_rule


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """Those in force, then those that are switched off."""
    user, rules = overseer(request), selectors.catalogue()
    context = page_context(
        request,
        _("Rules of the marketplace"),
        sections=sections(user, "rules"),
        in_force=[(rule, grounds_of(rule)) for rule in rules if rule.active],
        switched_off=[(rule, grounds_of(rule)) for rule in rules if not rule.active],
        supervises=user.has_perm(SUPERVISE),
    )
    return render(request, "arbitration/standing/rules.html", context)


@require_safe
def rule_page(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of one rule, the latest first."""
    user, versions = overseer(request), _versions(code)
    context = page_context(
        request,
        versions[0].title,
        versions=[(rule, grounds_of(rule)) for rule in versions],
        latest=versions[0],
        supervises=user.has_perm(SUPERVISE),
    )
    return render(request, "arbitration/standing/rule.html", context)


class PublishRule(StandingAction[RuleForm]):
    """A new version of a rule."""

    title = button = gettext_lazy("Publish a new version")

    def find(self) -> None:
        self.check_supervisor()
        self.latest = _versions(self.kwargs["code"])[0]

    @property
    def after(self) -> str:
        return reverse("admin:rules")

    def form(self, data: QueryDict | None) -> RuleForm:
        return RuleForm(data, latest=self.latest)

    def about(self, form: RuleForm) -> dict[str, Any]:
        return {"wide_numbers": True, "rule_title": form.latest.title}

    def said(self, form: RuleForm) -> Sequence[Said]:
        return [Said(_("What changes and why"), form.cleaned_data["change_note"])]

    def consequences(self, form: RuleForm) -> Sequence[str]:
        """What changes, and from when."""
        is_new = not form.latest.version
        first = [_("“%(title)s” is a new rule.") % {"title": form.cleaned_data["title"]}]
        return [
            *(first if is_new else form.changes),
            *_rivals(form),
            _("It holds for what stores do from then on. What was given before stays as it is."),
        ]

    def perform(self, form: RuleForm) -> str:
        rule = publish_rule(self.user, form.rule, change_note=form.cleaned_data["change_note"])
        return _("Version %(version)d of “%(title)s” is published.") % {
            "version": rule.version,
            "title": rule.title,
        }


class PublishNewRule(PublishRule):
    """A rule that was not there before."""

    title = button = gettext_lazy("Publish a new rule")

    def find(self) -> None:
        self.check_supervisor()

    def form(self, data: QueryDict | None) -> RuleForm:
        return NewRuleForm(data)


def grounds_of(rule: Rule) -> list[str]:
    """Their titles; a rule for any ground names none."""
    titles = dict(Ground.objects.filter(code__in=rule.grounds).values_list("code", "title"))
    return [titles.get(code, code) for code in rule.grounds]


def _versions(code: str) -> Sequence[Rule]:
    found = Rule.objects.filter(code=code).select_related("published_by").order_by("-version")
    if versions := list(found):
        return versions
    raise Http404


def _rivals(form: RuleForm) -> list[str]:
    """Other rules for the same act: only one of them gives points for it."""
    found, code = form.cleaned_data, form.instance.code
    if not found["active"] or found["trigger"] == "by_hand":
        return []
    others = [
        rule.title
        for rule in selectors.catalogue()
        if rule.active
        and rule.code != code
        and rule.trigger == found["trigger"]
        and bool(rule.grounds) == bool(found["grounds"])
        and (not rule.grounds or set(rule.grounds) & set(found["grounds"]))
    ]
    return [
        _("“%(title)s” is for the same act: of both, only the one with more points counts.")
        % {"title": title}
        for title in others
    ]
