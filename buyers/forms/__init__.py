"""One form for each step of an application.

A form is bound to the draft's answers as well as to what is posted, so the same rules say whether
a step was answered, and whether the answer is still good (a window closed, a reason taken out).
Each class names in `asks` the field that shows whether its step was answered at all.
"""

from buyers.forms.evidence import EvidenceForm
from buyers.forms.reason import ReasonForm
from buyers.forms.received import ReceivedForm
from buyers.forms.solution import SolutionForm

__all__ = [
    "EvidenceForm",
    "ReasonForm",
    "ReceivedForm",
    "SolutionForm",
]
