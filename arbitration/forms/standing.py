"""What supervisors fill in about penalties."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.access import dispute_for_staff
from disputes.errors import Refused
from disputes.forms import LongTextField, UploadBox
from disputes.models import Dispute, Store, User
from sellers.kernel.written_reasons import check_penalty_reasons
from sellers.models import Penalty, Rule
from sellers.states import Trigger
from sellers.wording.penalty_preview import points_in_words

_NO_REASONS = {"required": gettext_lazy("Give the store your reasons.")}


def reasons_of_platform(text: str, *, sentence: str = "") -> str:
    """The same as the verb says of them, beside the field."""
    try:
        return check_penalty_reasons(text, sentence=sentence)
    except Refused as refused:
        raise forms.ValidationError(refused.message) from refused


class RuleField(forms.ModelChoiceField[Rule]):
    """Rules, each with its points and the text that stores read."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Rule) -> SafeString:
        return format_html(
            '<span class="ground"><strong>{}</strong> <span class="quiet">{}. {}</span></span>',
            obj.title,
            points_in_words(obj.points),
            obj.text,
        )


class NumbersField(forms.CharField):
    """Numbers such as "2, 5"; each once, in order."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).replace(",", " ").split()
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
            raise forms.ValidationError(_("Enter numbers of evidence, such as 2, 5."))
        return sorted({int(part) for part in typed})


class PenaltyForm(forms.Form):
    """A penalty by hand. The `idempotency_key` is the form's: sent twice, it gives one penalty."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    rule = RuleField(
        label=gettext_lazy("Rule"),
        queryset=Rule.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose the rule that the store broke."),
            "invalid_choice": gettext_lazy(
                "This rule, or this version of it, is not in force any more. Choose again."
            ),
        },
    )
    case = forms.CharField(
        label=gettext_lazy("Case"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Its reference, if it happened in one, such as R-7K3M-9QXA."),
    )
    cites = NumbersField(
        label=gettext_lazy("Evidence"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The numbers in the file of that case, such as 2, 5."),
    )
    reasons = LongTextField(
        label=gettext_lazy("Reasons"),
        rows=6,
        help_text=gettext_lazy("The store reads this: what it did, and what shows it."),
        error_messages=_NO_REASONS,
    )

    def __init__(
        self, data: Any, *, viewer: User, store: Store, rules: list[Rule], files: UploadBox
    ) -> None:
        super().__init__(data, initial={"idempotency_key": uuid4()}, label_suffix="")
        self.viewer, self.store, self.proof = viewer, store, files
        field = self.fields["rule"]
        assert isinstance(field, RuleField)
        # First those that only a supervisor can find broken.
        by_hand = Case(When(trigger=Trigger.BY_HAND, then=0), default=1)
        found = Rule.objects.filter(pk__in=[rule.pk for rule in rules])
        field.queryset = found.order_by(by_hand, "title")

    def clean_idempotency_key(self) -> UUID:
        key: UUID | None = self.cleaned_data["idempotency_key"]
        return key or uuid4()

    def clean_case(self) -> Dispute | None:
        typed: str = self.cleaned_data["case"]
        if not typed:
            return None
        try:
            dispute = dispute_for_staff(self.viewer, typed.upper())
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        if dispute.store_id != self.store.pk:
            raise forms.ValidationError(_("This case is not one of the store."))
        return dispute

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("cites") and not cleaned.get("case") and "case" not in self.errors:
            self.add_error("case", _("Name the case in which this evidence is."))
        elif not cleaned.get("case") and "case" not in self.errors and not self.proof.uploads:
            self.add_error(
                "case", _("Name the case in which it happened, or add a file that shows it.")
            )
        return cleaned

    def clean_reasons(self) -> str:
        return reasons_of_platform(self.cleaned_data["reasons"])


class LowerForm(forms.Form):
    """How many points of a penalty stay, and why. When valid, `points` is the number."""

    ALL, FEWER, NONE = "all", "fewer", "none"
    stays = forms.ChoiceField(
        label=gettext_lazy("What stays of the penalty?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what stays of the penalty.")},
    )
    points = forms.IntegerField(label=gettext_lazy("Points that stay"), required=False)
    # How many it had when the page was opened: somebody else may lower it meanwhile.
    points_read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reasons = LongTextField(
        label=gettext_lazy("Reasons"),
        rows=6,
        help_text=gettext_lazy("The store reads this."),
        error_messages=_NO_REASONS,
    )

    def __init__(self, data: Any, *, penalty: Penalty) -> None:
        super().__init__(data, label_suffix="", initial={"points_read": penalty.points})
        self.most = penalty.points
        stays = self.fields["stays"]
        assert isinstance(stays, forms.ChoiceField)
        stays.choices = self.choices()
        if self.most == 1:
            del self.fields["points"]
        else:
            self.fields["points"].help_text = _("From 1 to %(most)d.") % {"most": self.most - 1}

    def choices(self) -> list[tuple[str, str]]:
        fewer = [(self.FEWER, _("Reduce it: fewer points stay"))] if self.most > 1 else []
        return [*fewer, (self.NONE, _("Revoke it: no points stay"))]

    def clean_reasons(self) -> str:
        return reasons_of_platform(self.cleaned_data["reasons"])

    @property
    def chosen(self) -> str:
        """The choice in words."""
        return dict(self.choices())[self.cleaned_data["stays"]]

    @property
    def left(self) -> int:
        fixed = {self.ALL: self.most, self.NONE: 0}
        stays = self.cleaned_data["stays"]
        return fixed[stays] if stays in fixed else int(self.cleaned_data["points"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (read := cleaned.get("points_read")) not in (None, self.most):
            shown = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            shown["points_read"] = str(self.most)
            self.data = shown
            self.add_error(
                None,
                _(
                    "This penalty has %(now)s by now; it had %(read)s when you opened the page. "
                    "Look at it once more before you go on."
                )
                % {"now": points_in_words(self.most), "read": points_in_words(int(read or 0))},
            )
        if cleaned.get("stays") == self.FEWER and "points" not in self.errors:
            points = cleaned.get("points")
            if points is None or not 0 < points < self.most:
                sentence = _("Enter a number from 1 to %(most)d.") % {"most": self.most - 1}
                self.add_error("points", sentence)
        return cleaned


class AppealForm(LowerForm):
    """What an appeal comes to: all points can stay, too."""

    def choices(self) -> list[tuple[str, str]]:
        keep = _("Keep it: all %(points)s stay") % {"points": points_in_words(self.most)}
        return [(self.ALL, keep), *super().choices()]


class ReviewForm(forms.Form):
    """A second person approves a penalty, or says why not."""

    APPROVE, DECLINE = "approve", "decline"
    decision = forms.ChoiceField(
        label=gettext_lazy("Do you approve it?"),
        widget=forms.RadioSelect,
        choices=[
            (APPROVE, gettext_lazy("Approve: the penalty is given")),
            (DECLINE, gettext_lazy("Decline: there is no penalty")),
        ],
        error_messages={"required": gettext_lazy("Choose whether you approve it.")},
    )
    reasons = LongTextField(
        label=gettext_lazy("Why not?"),
        rows=4,
        required=False,
        help_text=gettext_lazy("If you decline. Only supervisors and auditors read this."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.APPROVE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        declines = cleaned.get("decision") == self.DECLINE
        if declines and "reasons" not in self.errors:
            try:
                sentence = _("Say why you do not approve it.")
                cleaned["reasons"] = reasons_of_platform(cleaned["reasons"], sentence=sentence)
            except forms.ValidationError as error:
                self.add_error("reasons", error)
        return cleaned
