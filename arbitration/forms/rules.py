"""The form that publishes a rule of the marketplace."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms import LongTextField
from disputes.models import Ground
from sellers.models import Rule
from sellers.states import Trigger

# Least and most, in the order of the form.
_LIMITS = {
    "points": (1, 100),
    "days": (1, 3650),
    "repeat_days": (0, 365),
    "repeat_factor": (1, 5),
}
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


class RuleForm(forms.ModelForm[Rule]):
    """A new version of a rule, starting from its latest.

    `based_on` is the version that the form was filled in from, so that of two supervisors at work
    at once the second one does not undo what the first has published.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
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
        self.latest = latest
        start = model_to_dict(latest, _FIELDS) | {"based_on": latest.version}
        super().__init__(data, instance=_copy(latest), initial=start | {"change_note": ""})
        self.label_suffix = ""
        self.order_fields([*_FIELDS, "change_note"])
        for name, limits in _LIMITS.items():
            self.fields[name] = _number(str(self.fields[name].label), *limits)
        self.fields["title"].error_messages["required"] = _("Give the rule a title.")
        self.fields["change_note"].error_messages["required"] = _("Say what changes and why.")
        self.fields["active"].help_text = _("Off: nobody gets points by it any more.")
        grounds = self.fields["grounds"]
        assert isinstance(grounds, forms.MultipleChoiceField)
        grounds.choices = [
            (ground.code, f"{ground.article} {ground.title}") for ground in Ground.objects.all()
        ]

    @property
    def rule(self) -> Rule:
        """What is to be published; when valid."""
        rule = self.instance
        rule.version = self.cleaned_data["based_on"]
        return rule

    @property
    def changes(self) -> list[str]:
        """What changes, as sentences."""
        return [
            self._changed(name, before, after)
            for name in _FIELDS
            if (before := getattr(self.latest, name)) != (after := self.cleaned_data[name])
        ]

    def clean_grounds(self) -> list[str]:
        """In the order of before, if they are the same ones."""
        chosen: list[str] = self.cleaned_data["grounds"]
        before: list[str] = self.latest.grounds
        return before if set(chosen) == set(before) else chosen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        trigger = cleaned.get("trigger")
        if trigger and trigger != Trigger.RULING_LOST and cleaned.get("grounds"):
            self.add_error(
                "grounds",
                _("Only a ruling rests on a ground. Choose none, or “%(trigger)s” above.")
                % {"trigger": Trigger.RULING_LOST.label},
            )
        if self.errors:
            return cleaned
        if cleaned["based_on"] != self.latest.version:
            self.add_error(
                None,
                _(
                    "Version %(version)d was published while you were writing. Open this page "
                    "again to start from it."
                )
                % {"version": self.latest.version},
            )
        elif self.latest.version and not self.changes:
            self.add_error(None, _("Change something first."))
        return cleaned

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


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    sentence = _("Enter a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )
