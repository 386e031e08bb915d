"""The forms that both portals share."""

from disputes.forms.acceptance import AcceptanceForm
from disputes.forms.errors import add_refusal
from disputes.forms.file_box import FileBox, FileError
from disputes.forms.offers import OfferForm, ProposalForm
from disputes.forms.statements import StatementForm, TrackingForm
from disputes.forms.words import WordsField

__all__ = [
    "AcceptanceForm",
    "FileBox",
    "FileError",
    "OfferForm",
    "ProposalForm",
    "StatementForm",
    "TrackingForm",
    "WordsField",
    "add_refusal",
]
