"""The forms of the workspace."""

from arbitration.forms.decisions import (
    ApprovalForm,
    DecisionForm,
    EvidenceRequestForm,
    HandBackForm,
    MessageToSidesForm,
    ReassignForm,
    ReturnDeliveredForm,
    SendBackForm,
)
from arbitration.forms.policies import PolicyForm
from arbitration.forms.ruling import RulingForm

__all__ = [
    "ApprovalForm",
    "DecisionForm",
    "EvidenceRequestForm",
    "HandBackForm",
    "MessageToSidesForm",
    "PolicyForm",
    "ReassignForm",
    "ReturnDeliveredForm",
    "RulingForm",
    "SendBackForm",
]
