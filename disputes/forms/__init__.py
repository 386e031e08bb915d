"""The forms that both portals share."""

from disputes.forms.acceptance import AcceptanceForm
from disputes.forms.errors import add_refusal
from disputes.forms.offers import OfferForm, ProposalForm
from disputes.forms.photo_box import FileError, PhotoBox
from disputes.forms.statements import StatementForm, TrackingForm
from disputes.forms.words import WordsField

__all__ = [
    "AcceptanceForm",
    "FileError",
    "OfferForm",
    "PhotoBox",
    "ProposalForm",
    "StatementForm",
    "TrackingForm",
    "WordsField",
    "add_refusal",
]
