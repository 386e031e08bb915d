"""What somebody else has saved while a form lay open: nobody overwrites what they have not seen.

Three things are compared for each field: what the page showed, what was typed, and what is there
now. What was not touched follows what is there now; where both have changed it, the form asks.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def take_over(
    form: forms.BaseForm, shown: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, str]:
    """Before a bound form is judged: what was not touched becomes what is there now. A sentence for
    each field that both have changed, which keeps what was typed."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    asked = {}
    for name, before in shown.items():
        field, typed = form.fields[name], form[name].data
        if not _differs(field, now[name], before) or not _differs(field, now[name], typed):
            continue
        if _differs(field, before, typed):
            asked[name] = _asked(field, now[name])
        else:
            put(data, field, form.add_prefix(name), now[name])
    form.data = data
    return asked


class SharedForm(forms.ModelForm[Any]):
    """A form over one row that several people edit: of each field it carries what it showed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if self.instance.pk else ():
            field.show_hidden_initial = True

    def full_clean(self) -> None:
        shown = self._shown() if self.is_bound and self.instance.pk else {}
        now = {name: self.get_initial_for_field(self.fields[name], name) for name in shown}
        asked = take_over(self, shown, now) if shown else {}
        for name in shown:
            _put_shown(self.data, self.fields[name], self.add_initial_prefix(name), now[name])
        super().full_clean()
        for name, sentence in asked.items():
            self.add_error(name, sentence)

    def _shown(self) -> dict[str, Any]:
        """What the page showed, by field; a script that sends less overwrites what is there now."""
        found = {}
        for name, field in self.fields.items():
            sent = self.add_initial_prefix(name)
            if sent in self.data:
                widget = field.hidden_widget()
                raw = widget.value_from_datadict(self.data, self.files, sent)
                try:
                    found[name] = field.to_python(raw)
                except ValidationError:
                    found[name] = raw
        return found


def put(data: Any, field: forms.Field, sent: str, value: Any) -> None:
    """As a browser would send this value of the field."""
    if isinstance(field, forms.BooleanField) and not value:
        data.pop(sent, None)
    else:
        _put_shown(data, field, sent, value)


def _put_shown(data: Any, field: forms.Field, sent: str, value: Any) -> None:
    """As the hidden twin of the field carries it, in which nothing is ever left out."""
    value = field.prepare_value(value)
    if isinstance(value, (list, tuple)):
        data.setlist(sent, value)
    else:
        data[sent] = "" if value is None else str(value)


def _differs(field: forms.Field, value: Any, other: Any) -> bool:
    return field.has_changed(_plain(field, value), _plain(field, other))


def _plain(field: forms.Field, value: Any) -> Any:
    """Browsers end each line in their own way."""
    value = field.prepare_value(value)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _asked(field: forms.Field, now: Any) -> str:
    value = field.prepare_value(now)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, (list, tuple)) else [value]
    said = ", ".join(labels.get(str(each), str(each)) for each in values)
    if isinstance(field, forms.BooleanField):
        said = _("yes") if now else _("no")
    return _(
        "Somebody else changed this to “%(now)s” while you were writing. To put yours in its "
        "place, send the form once more."
    ) % {"now": said}
