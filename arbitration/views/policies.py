"""Publishing a new version of the numbers."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from arbitration.forms import PolicyForm
from arbitration.verbs.policies import publish_policy
from arbitration.views.supervisor_page import SupervisorPage
from disputes.models import Policy


class PublishPolicy(SupervisorPage[PolicyForm]):
    """All numbers as they are; then what changes."""

    template_name = "arbitration/policy_form.html"
    confirm_template_name = "arbitration/policy_confirm.html"

    list_name = gettext_noop("Policies")

    @property
    def after(self) -> str:
        return reverse("admin:disputes_policy_changelist")

    def form(self, data: QueryDict | None) -> PolicyForm:
        return PolicyForm(data, latest=Policy.objects.latest())

    def context(self, form: PolicyForm) -> dict[str, Any]:
        return self.page(_("Publish a new version"), next_version=form.latest.version + 1)

    def consequences(self, form: PolicyForm) -> Sequence[str]:
        return [
            *form.changes,
            _("Cases filed from then on follow the new version; older cases keep theirs."),
            _(
                "What stores come to from then on follows the new version, in older cases, too. "
                "Points and sanctions of before stay as they are."
            ),
        ]

    def perform(self, form: PolicyForm) -> str:
        policy = publish_policy(
            self.user,
            form.numbers,
            change_note=form.cleaned_data["change_note"],
            based_on=form.cleaned_data["based_on"],
            large_amounts=form.cleaned_data["large_amounts"],
            switches=form.switches,
        )
        return _("Version %(version)d is published.") % {"version": policy.version}
