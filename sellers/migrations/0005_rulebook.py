"""The first rules, laws that the database keeps itself, and the penalties of before.

Until now there was one rule, for not answering in time, with three points and without repetition.
Those acts become breaches of a version of their own, so that the first sweep books them as they
were given.
"""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now

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

BREACHES = """
INSERT INTO sellers_breach (store_id, dispute_id, key, trigger, ground, reasons, cites, at, review,
    state, rule_id)
SELECT store_id, dispute_id, 'case:' || dispute_id || ':no_response', 'no_response', '', '', '{}',
    given_at, '', 'noted',
    (SELECT id FROM sellers_rule WHERE code = 'no_response' AND version = 0)
FROM sellers_penalty_before;
DROP TABLE sellers_penalty_before;
"""
BREACHES_BACK = """
CREATE TABLE sellers_penalty_before (dispute_id bigint, store_id bigint, given_at timestamptz);
"""

# A breach keeps what it says of the act; only what came of it changes.
LAWS = """
CREATE TRIGGER rule_append_only BEFORE UPDATE OR DELETE ON sellers_rule
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON sellers_entry
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
CREATE TRIGGER breach_stays BEFORE DELETE OR UPDATE
    OF store_id, dispute_id, key, trigger, ground, rule_id, reasons, cites, found_by_id
    ON sellers_breach FOR EACH ROW EXECUTE FUNCTION redress_append_only();
CREATE TRIGGER penalty_stays BEFORE DELETE OR UPDATE
    OF store_id, breach_id, rule_id, given_at, expires_at
    ON sellers_penalty FOR EACH ROW EXECUTE FUNCTION redress_append_only();
"""
LAWS_BACK = """
DROP TRIGGER penalty_stays ON sellers_penalty;
DROP TRIGGER breach_stays ON sellers_breach;
DROP TRIGGER entry_append_only ON sellers_entry;
DROP TRIGGER rule_append_only ON sellers_rule;
"""


def fill(apps: Any, schema_editor: Any) -> None:
    rule_model = apps.get_model("sellers", "Rule")
    for rule in RULES:
        rule_model.objects.create(version=1, published_at=Now(), note="The first rules.", **rule)


def keep_rule_of_before(apps: Any, schema_editor: Any) -> None:
    """Where there are penalties of before."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM sellers_penalty_before)")
        [is_needed] = cursor.fetchone()
    if is_needed:
        before = RULES[0] | {"repeat_factor": 1, "active": False}
        apps.get_model("sellers", "Rule").objects.create(
            version=0, published_at=Now(), note="As it was before there was a catalogue.", **before
        )


class Migration(migrations.Migration):
    dependencies = [("sellers", "0004_ledger"), ("disputes", "0014_serious_grounds")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(keep_rule_of_before, migrations.RunPython.noop),
        migrations.RunSQL(BREACHES, BREACHES_BACK),
        migrations.RunSQL(LAWS, LAWS_BACK),
    ]
