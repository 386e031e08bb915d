"""A refusal belongs beside the field that can mend it."""

from django.forms import BaseForm

from disputes.errors import Refused


def add_refusal(form: BaseForm, refused: Refused) -> None:
    """Show a refusal in a form that was filled in: at its field, else at the top."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
