"""The forms that both portals share."""

from disputes.forms.acceptance import AcceptanceForm
from disputes.forms.errors import add_refusal
from disputes.forms.offers import OfferForm, ProposalForm
from disputes.forms.statements import StatementForm, TrackingForm
from disputes.forms.upload_box import UploadBox, UploadError
from disputes.forms.words import WordsField

__all__ = [
    "AcceptanceForm",
    "OfferForm",
    "ProposalForm",
    "StatementForm",
    "TrackingForm",
    "UploadBox",
    "UploadError",
    "WordsField",
    "add_refusal",
]
