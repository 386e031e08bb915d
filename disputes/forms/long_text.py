"""Text in several lines, counted as its writer counts it."""

from typing import Any

from django import forms

from disputes.rules.texts import MAX_TEXT, storable


class LongTextField(forms.CharField):
    """A text area. Browsers send each new line as two characters and count it as one. U+0000, which
    nobody types and some copy, is dropped without a word."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_TEXT)
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: browsers cut what is pasted there, without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> str:
        return storable(super().to_python(value) or "").replace("\r\n", "\n")
