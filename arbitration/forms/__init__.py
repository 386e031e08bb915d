"""The forms of the workspace."""

from arbitration.forms.decisions import (
    DecisionForm,
    EvidenceRequestForm,
    ReassignForm,
    RulingForm,
    SearchForm,
)
from arbitration.forms.policies import PolicyForm

__all__ = [
    "DecisionForm",
    "EvidenceRequestForm",
    "PolicyForm",
    "ReassignForm",
    "RulingForm",
    "SearchForm",
]
