"""What Redress says to people about a case: the same sentence on every page, mail and answer."""

from disputes.wording.deadlines import Deadline, deadline, deadline_on_paper, deadline_sentence
from disputes.wording.exits import no_way_out
from disputes.wording.history import sentence
from disputes.wording.late_goods import late_news
from disputes.wording.offers import answer_without_proposal, offer_in_words, way_back_in_words
from disputes.wording.refusals import what_happened
from disputes.wording.return_steps import NextStep
from disputes.wording.standstill import stuck_since, too_late
from disputes.wording.steps import next_step
from disputes.wording.verbs import label

__all__ = [
    "Deadline",
    "NextStep",
    "answer_without_proposal",
    "deadline",
    "deadline_on_paper",
    "deadline_sentence",
    "label",
    "late_news",
    "next_step",
    "no_way_out",
    "offer_in_words",
    "sentence",
    "stuck_since",
    "too_late",
    "way_back_in_words",
    "what_happened",
]
