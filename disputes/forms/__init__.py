"""The forms that both portals share."""

from disputes.forms.acceptance import AcceptanceForm
from disputes.forms.addresses import AddressForm
from disputes.forms.arrival import ArrivalForm, reason_choices
from disputes.forms.errors import add_refusal
from disputes.forms.long_text import LongTextField
from disputes.forms.messages import MessageForm, ReportForm
from disputes.forms.offers import AmountField, OfferForm, ProposalForm
from disputes.forms.returns import (
    ContestForm,
    DeliveryForm,
    FreightForm,
    ProofOfDeliveryForm,
    ShippingForm,
    TrackingForm,
)
from disputes.forms.statements import StatementForm
from disputes.forms.upload_box import UploadBox, UploadError

__all__ = [
    "AcceptanceForm",
    "AddressForm",
    "AmountField",
    "ArrivalForm",
    "ContestForm",
    "DeliveryForm",
    "FreightForm",
    "LongTextField",
    "MessageForm",
    "OfferForm",
    "ProofOfDeliveryForm",
    "ProposalForm",
    "ReportForm",
    "ShippingForm",
    "StatementForm",
    "TrackingForm",
    "UploadBox",
    "UploadError",
    "add_refusal",
    "reason_choices",
]
