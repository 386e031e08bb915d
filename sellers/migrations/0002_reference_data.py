"""The first rules, version 1 of each."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now

from disputes.models.published import published_content

_CASE_PROOF = "What shows that it was not so: a screenshot, a carrier's record, a message."

RULES: list[dict[str, Any]] = [
    {
        "code": "no_response",
        "title": "No answer in time",
        "text": "A request must be accepted, rejected or answered with a proposal within the days "
        "that its page names. Otherwise the platform grants what the buyer asked for.",
        "points": 3,
        "trigger": "no_response",
        "proof": "What kept you from answering, and from when to when: such as a record of an "
        "outage, or of an illness in a store of one.",
    },
    {
        "code": "ruling_lost",
        "title": "Ruling lost",
        "text": "The final ruling gives the buyer more than the store was ready to give. Offering "
        "what is fair before the ruling costs nothing.",
        "points": 6,
        "trigger": "ruling_lost",
        "proof": "What the platform could not know when it ruled. The ruling itself is appealed "
        "in the case, before it is final.",
    },
    {
        "code": "ruling_lost_serious",
        "title": "Ruling lost: counterfeit or empty parcel",
        "text": "The final ruling finds that the item is a counterfeit, or that the parcel was "
        "empty.",
        "points": 12,
        "trigger": "ruling_lost",
        "grounds": ["counterfeit", "empty_parcel"],
        "proof": "Invoices of your supplier, a statement of the brand, or the carrier's record of "
        "the parcel's weight.",
    },
    {
        "code": "forged_delivery",
        "title": "Forged delivery",
        "text": "The final ruling finds that a tracking number or a proof of delivery belongs to "
        "another parcel, or was made up.",
        "points": 12,
        "trigger": "ruling_lost",
        "grounds": ["forged_delivery"],
        "proof": "The carrier's own record of this parcel, with number, weight and address.",
    },
    {
        "code": "agreement_broken",
        "title": "Agreement not carried out",
        "text": "A return that the store had agreed to was delivered, and the store neither "
        "confirmed nor contested it in time.",
        "points": 6,
        "trigger": "agreement_broken",
        "proof": "The carrier's record that the return did not reach you, or what kept you from "
        "answering.",
    },
    {
        "code": "many_cases",
        "title": "Too many cases",
        "text": "More orders end in a case than the platform allows, counted over 90 days. A store "
        "with few orders gets a warning instead.",
        "points": 3,
        "trigger": "many_cases",
        "repeat_factor": 1,
        "proof": "Which of the cases were not the store's doing, and what shows it.",
    },
    {
        "code": "many_lost",
        "title": "Too many lost rulings",
        "text": "More orders end in a lost ruling than the platform allows, counted over 90 days. "
        "A store with few orders gets a warning instead.",
        "points": 3,
        "trigger": "many_lost",
        "repeat_factor": 1,
        "proof": "Which of the rulings were overtaken since, and what shows it.",
    },
    {
        "code": "many_late",
        "title": "Too many unanswered requests",
        "text": "More requests stay without an answer than the platform allows, counted over 90 "
        "days. A store with few orders gets a warning instead.",
        "points": 3,
        "trigger": "many_late",
        "repeat_factor": 1,
        "proof": "What kept you from answering, and from when to when.",
    },
    {
        "code": "off_platform",
        "title": "Leading buyers off the platform",
        "text": "A store must not ask a buyer to withdraw a request, to pay or to settle outside "
        "of the platform.",
        "points": 6,
        "trigger": "by_hand",
        "proof": _CASE_PROOF,
    },
    {
        "code": "false_evidence",
        "title": "False evidence",
        "text": "A store must not show photos or documents that are changed, or of another item "
        "or parcel.",
        "points": 12,
        "trigger": "by_hand",
        "proof": "The original files, as the camera or the carrier made them.",
    },
]


def fill(apps: Any, schema_editor: Any) -> None:
    rule_model = apps.get_model("sellers", "Rule")
    for first in RULES:
        rule = rule_model(version=1, published_at=Now(), change_note="The first rules.", **first)
        rule.content = published_content(rule)
        rule.save()


class Migration(migrations.Migration):
    initial = True

    dependencies = [("sellers", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
