"""What people of the platform fill in, but for a ruling."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from disputes.forms import DeliveryForm, LongTextField
from disputes.models import Dispute, User
from disputes.rules.texts import is_visible
from disputes.states import AskedFor, Party

BOTH = "both"


class DecisionForm(forms.Form):
    """What one act of the platform on one case needs."""

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        self.dispute, self.now = dispute, now
        super().__init__(data, initial=initial, label_suffix="")


class EvidenceRequestForm(DecisionForm):
    """What evidence is missing, and who should show it."""

    of = forms.ChoiceField(
        label=gettext_lazy("Who should show it?"),
        choices=[
            (Party.BUYER, gettext_lazy("The buyer")),
            (Party.SELLER, gettext_lazy("The seller")),
            (BOTH, gettext_lazy("Both sides")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who should show it.")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is missing?"),
        required=False,
        choices=AskedFor.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    text = LongTextField(
        label=gettext_lazy("In your own words"),
        rows=4,
        required=False,
        help_text=gettext_lazy("Both sides read this."),
    )
    within_days = forms.TypedChoiceField(
        label=gettext_lazy("Days to answer"),
        coerce=int,
        help_text=gettext_lazy("Days of 24 hours, from now."),
    )

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        most = dispute.policy.hearing_days
        field = self.fields["within_days"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(number, str(number)) for number in range(1, most + 1)]
        field.initial = most

    @property
    def parties(self) -> list[Party]:
        of = self.cleaned_data["of"]
        return [Party.BUYER, Party.SELLER] if of == BOTH else [Party(of)]

    @property
    def asked_for(self) -> list[AskedFor]:
        return [AskedFor(kind) for kind in self.cleaned_data["kinds"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not {"text", "kinds"} & self.errors.keys() and not (
            is_visible(cleaned["text"]) or cleaned["kinds"]
        ):
            self.add_error("kinds", _("Choose what is missing, or say it in your own words."))
        return cleaned


class ApprovalForm(DecisionForm):
    """Nothing to fill in: the ruling is there."""


class CommentStepForm(DecisionForm):
    """A comment that only people of the platform read."""

    comment = LongTextField(
        label=gettext_lazy("Note"),
        rows=5,
        help_text=gettext_lazy("Only arbitrators, supervisors and auditors read this."),
    )


class SendBackForm(CommentStepForm):
    """Why a ruling is not approved."""

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        comment = self.fields["comment"]
        comment.label = _("What has to be thought over?")
        comment.error_messages["required"] = _("Say what has to be thought over.")


class MessageToSidesForm(DecisionForm):
    """What the arbitrator writes to both sides."""

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        self.fields["text"] = LongTextField(
            label=gettext_lazy("Your message"),
            rows=4,
            max_length=dispute.policy.message_characters,
            help_text=gettext_lazy("Both sides read this."),
            error_messages={"required": gettext_lazy("Write the message first.")},
        )


class HandBackForm(CommentStepForm):
    """Why an arbitrator cannot go on with a case."""

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        comment = self.fields["comment"]
        comment.label = _("Why do you hand it back?")
        comment.error_messages["required"] = _("Tell the next arbitrator why.")


class ReturnDeliveredForm(DecisionForm, DeliveryForm):
    """When a return was delivered, and who says so."""

    source = forms.CharField(
        label=gettext_lazy("Who says so?"),
        max_length=80,
        help_text=gettext_lazy("Such as: the carrier's page. Both sides read this."),
    )


class ArbitratorField(forms.ModelChoiceField[User]):
    """Arbitrators by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class ReassignForm(DecisionForm):
    """Who shall have the case: everybody who may judge it and does not have it already."""

    to = ArbitratorField(
        label=gettext_lazy("New arbitrator"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy(
            "Whoever is involved in the case, has ruled on it before or has handed it back is not "
            "in the list."
        ),
        error_messages={"required": gettext_lazy("Choose who shall have the case.")},
    )

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        field = self.fields["to"]
        assert isinstance(field, ArbitratorField)
        able = EligibleArbitrators.of([dispute]).able(dispute)
        field.queryset = User.objects.filter(pk__in=able).order_by("username")
