"""The catalogue of rules, and publishing a new version."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.forms.rules import NewRuleForm, RuleForm
from arbitration.selectors import standing as selectors
from arbitration.views.standing.section import overseer, page_context, sections
from arbitration.views.standing.steps import Said, TwoStepAct, in_two_steps
from disputes.models import Ground, User
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


def publish_page(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of a rule."""
    user, latest = _publisher(request), _versions(code)[0]
    form = RuleForm(request.POST if request.method == "POST" else None, latest=latest)
    return _publish(request, user, form, _("Publish a new version"))


def new_page(request: HttpRequest) -> HttpResponse:
    """A rule that was not there before."""
    user = _publisher(request)
    form = NewRuleForm(request.POST if request.method == "POST" else None)
    return _publish(request, user, form, _("Publish a new rule"))


def grounds_of(rule: Rule) -> list[str]:
    """Their titles; a rule for any ground names none."""
    titles = dict(Ground.objects.filter(code__in=rule.grounds).values_list("code", "title"))
    return [titles.get(code, code) for code in rule.grounds]


def _publisher(request: HttpRequest) -> User:
    user = overseer(request)
    if not user.has_perm(SUPERVISE):
        raise PermissionDenied
    return user


def _versions(code: str) -> Sequence[Rule]:
    found = Rule.objects.filter(code=code).select_related("published_by").order_by("-version")
    if versions := list(found):
        return versions
    raise Http404


def _publish(request: HttpRequest, user: User, form: RuleForm, title: str) -> HttpResponse:
    page = reverse("admin:rules")

    def perform() -> str:
        rule = publish_rule(user, form.rule, change_note=form.cleaned_data["change_note"])
        return _("Version %(version)d of “%(title)s” is published.") % {
            "version": rule.version,
            "title": rule.title,
        }

    act = TwoStepAct(
        title=title,
        form=form,
        said=lambda: [Said(_("What changes and why"), form.cleaned_data["change_note"])],
        consequences=lambda: consequences(form),
        perform=perform,
        button=title,
        back=page,
        after=page,
        context={"wide_numbers": True, "rule_title": form.latest.title},
    )
    return in_two_steps(request, act)


def consequences(form: RuleForm) -> list[str]:
    """What changes, and from when."""
    is_new = not form.latest.version
    first = [_("“%(title)s” is a new rule.") % {"title": form.cleaned_data["title"]}]
    return [
        *(first if is_new else form.changes),
        *_beside(form),
        _("It holds for what stores do from then on. What was given before stays as it is."),
    ]


def _beside(form: RuleForm) -> list[str]:
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
