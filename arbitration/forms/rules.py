"""The form that publishes a rule of the marketplace."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.forms.versions import VersionForm
from disputes.forms import LongTextField
from disputes.models import Ground
from sellers.models import Rule
from sellers.states import Trigger

_WORDS = ("text", "proof")
_FIELDS = (
    "title",
    "text",
    "points",
    "days",
    "trigger",
    "grounds",
    "repeat_days",
    "repeat_factor",
    "proof",
    "active",
)


class RuleForm(VersionForm[Rule]):
    """A new version of a rule."""

    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Only for rulings on these grounds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "For lost rulings only; choose none for any ground. A rule that names the ground of a "
            "ruling goes before one for any ground."
        ),
    )
    text = LongTextField(
        label=gettext_lazy("Text for stores"),
        rows=4,
        error_messages={"required": gettext_lazy("Say what a store must do, or must not do.")},
    )
    proof = LongTextField(
        label=gettext_lazy("What an appeal should show"),
        rows=3,
        error_messages={"required": gettext_lazy("Say what would show that it was not so.")},
    )

    class Meta:
        model = Rule
        fields = (*_FIELDS, "change_note")

    def __init__(self, data: Any, *, latest: Rule) -> None:
        super().__init__(data, latest=latest, into=_copy(latest))
        self.order_fields([*_FIELDS, "change_note"])
        self.fields["title"].error_messages["required"] = _("Give the rule a title.")
        self.fields["change_note"].help_text = ""
        self.fields["active"].help_text = _("Off: nobody gets points by it any more.")
        grounds = self.fields["grounds"]
        assert isinstance(grounds, forms.MultipleChoiceField)
        grounds.choices = [
            (ground.code, f"{ground.article} {ground.title}") for ground in Ground.objects.all()
        ]

    @staticmethod
    def start(version: Rule) -> dict[str, Any]:
        return model_to_dict(version, _FIELDS) | {"change_note": ""}

    def versions(self) -> QuerySet[Rule]:
        return Rule.objects.filter(code=self.latest.code)

    @property
    def rule(self) -> Rule:
        """What is to be published; when valid."""
        rule = self.instance
        rule.version = self.cleaned_data["based_on"]
        return rule

    @property
    def changes(self) -> list[str]:
        return [
            self._changed(name, before, after)
            for name in _FIELDS
            if (before := getattr(self.latest, name)) != (after := self.cleaned_data[name])
        ]

    def clean_grounds(self) -> list[str]:
        """In the order of before, if they are the same ones."""
        chosen: list[str] = self.cleaned_data["grounds"]
        trigger = self.cleaned_data.get("trigger")
        if chosen and trigger and trigger != Trigger.RULING_LOST:
            raise forms.ValidationError(
                _("Only a ruling rests on a ground. Choose none, or “%(trigger)s” above.")
                % {"trigger": Trigger.RULING_LOST.label}
            )
        before: list[str] = self.latest.grounds
        return before if set(chosen) == set(before) else chosen

    def same(self) -> str:
        return _("Change something first.")

    def _changed(self, name: str, before: Any, after: Any) -> str:
        label = {"label": self.fields[name].label}
        if name == "active":
            return _("The rule is in force again.") if after else _("The rule is switched off.")
        if name in _WORDS:
            return _("“%(label)s” is said otherwise.") % label
        return _("“%(label)s” changes from %(before)s to %(after)s.") % {
            **label,
            "before": self._in_words(name, before),
            "after": self._in_words(name, after),
        }

    def _in_words(self, name: str, value: Any) -> str:
        if name == "title":
            return f"“{value}”"
        if name == "trigger":
            return f"“{Trigger(value).label}”"
        if name == "grounds":
            titles = dict(Ground.objects.values_list("code", "title"))
            named = ", ".join(f"“{titles.get(code, code)}”" for code in value)
            return named or _("any ground")
        return str(value)


class NewRuleForm(RuleForm):
    """A rule that was not there before; its code is how the versions belong together."""

    class Meta:
        model = Rule
        fields = ("code", *_FIELDS, "change_note")

    def __init__(self, data: Any) -> None:
        super().__init__(data, latest=Rule(version=0, trigger=Trigger.BY_HAND))
        self.order_fields(["code", *_FIELDS, "change_note"])
        code = self.fields["code"]
        code.help_text = _("A short name, such as false_evidence. It stays for good.")
        code.error_messages["required"] = _("Give the rule a code.")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Rule.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("There is a rule with this code. Choose another one, or publish a new version.")
            )
        return code


def _copy(rule: Rule) -> Rule:
    """What the form may write into."""
    names = [field.name for field in Rule._meta.concrete_fields if field.name != "id"]
    return Rule(**{name: getattr(rule, name) for name in names if name != "published_by"})
