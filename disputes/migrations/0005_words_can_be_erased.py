"""Fills the new columns, and lets people's words, and nothing else, be erased from the history.

The details of an event enter the chain by their own hash from now on, so every chain is made anew.
"""

import hashlib
import json

from django.db import migrations, models

from disputes.rules.solutions import Offer, losing_sides

KEEPS_BUT_WORDS = """
CREATE FUNCTION redress_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
        AND NEW.data = OLD.data - ARRAY['words', 'reasons', 'carrier', 'tracking', 'salt']
        AND EXISTS (
            SELECT FROM disputes_dispute WHERE id = OLD.dispute_id AND closed_at IS NOT NULL
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER event_append_only ON disputes_event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON disputes_event
    FOR EACH ROW EXECUTE FUNCTION redress_history_stays();
"""
KEEPS_ALL = """
DROP TRIGGER event_append_only ON disputes_event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON disputes_event
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
DROP FUNCTION redress_history_stays();
"""


def chain_anew(apps, schema_editor):
    Dispute, Event = apps.get_model("disputes", "Dispute"), apps.get_model("disputes", "Event")
    schema_editor.execute("ALTER TABLE disputes_event DISABLE TRIGGER event_append_only")
    case, head = None, ""
    events = Event.objects.select_related("dispute").order_by("dispute", "number")
    for event in events.iterator(chunk_size=1000):
        if case != event.dispute:
            _keep_head(Dispute, case, head)
            case, head = event.dispute, ""
        event.data_hash, event.previous_hash = _hash(event.data), head
        event.hash = head = _hash(_content(event))
        event.save(update_fields=["data_hash", "previous_hash", "hash"])
    _keep_head(Dispute, case, head)
    schema_editor.execute("ALTER TABLE disputes_event ENABLE TRIGGER event_append_only")


def _keep_head(Dispute, case, head):
    if case is not None:
        Dispute.objects.filter(pk=case.pk).update(chain_head=head)


def _content(event):
    """As `services.record.event_hash` has it at this version."""
    return {
        "case": event.dispute.reference,
        "number": event.number,
        "kind": event.kind,
        "party": event.party,
        "actor": event.actor_id,
        "from": event.from_state,
        "to": event.to_state,
        "due": event.due_at.isoformat() if event.due_at else None,
        "at": event.at.isoformat(),
        "data": event.data_hash,
        "previous": event.previous_hash,
    }


def _hash(content):
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def say_who_may_appeal(apps, schema_editor):
    """As `rules.solutions.losing_sides` has it at this version."""
    Dispute = apps.get_model("disputes", "Dispute")
    for case in Dispute.objects.filter(state="ruled").prefetch_related("proposals"):
        offers = {
            proposal.party: Offer(
                proposal.solution, proposal.amount_minor, proposal.freight_payer or None
            )
            for proposal in sorted(case.proposals.all(), key=lambda each: (each.made_at, each.pk))
        }
        losers = losing_sides(
            offers["platform"], asked=offers["buyer"], offered=offers.get("seller")
        )
        case.buyer_may_appeal = "buyer" in losers and case.buyer_appealed_at is None
        case.seller_may_appeal = "seller" in losers and case.seller_appealed_at is None
        case.save(update_fields=["buyer_may_appeal", "seller_may_appeal"])


class Migration(migrations.Migration):
    dependencies = [("disputes", "0004_scale")]

    operations = [
        migrations.RunPython(chain_anew, migrations.RunPython.noop),
        migrations.RunPython(say_who_may_appeal, migrations.RunPython.noop),
        migrations.RunSQL(KEEPS_BUT_WORDS, KEEPS_ALL),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(choices=[("filed", "Request submitted"), ("changed", "Request changed"), ("withdrawn", "Request withdrawn"), ("accepted", "Solution accepted"), ("rejected", "Request rejected"), ("proposed", "Solution proposed"), ("escalated", "Platform asked to decide"), ("evidence_added", "Evidence added"), ("evidence_finished", "Nothing to add"), ("file_closed", "Evidence closed"), ("evidence_requested", "Evidence requested"), ("taken", "Arbitrator assigned"), ("reassigned", "Arbitrator changed"), ("ruled", "Ruling issued"), ("appealed", "Ruling appealed"), ("ruling_carried_out", "Ruling carried out"), ("forced", "Solution forced"), ("return_shipped", "Return shipped"), ("return_delivered", "Return delivered"), ("return_confirmed", "Return received"), ("return_contested", "Return contested"), ("return_lapsed", "Return not sent"), ("return_passed", "Return not answered"), ("refund_paid", "Refund paid"), ("erased", "Words and photos erased")], max_length=24, verbose_name="kind"),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="topic",
            field=models.CharField(choices=[("refund", "Pay a refund"), ("erase_files", "Erase files")], max_length=20, verbose_name="topic"),
        ),
        # What was just written must be checked before the table itself can change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("state", "ruled"), models.Q(("buyer_may_appeal", True), ("seller_may_appeal", True), _connector="OR")), models.Q(models.Q(("state", "ruled"), _negated=True), ("buyer_may_appeal", False), ("seller_may_appeal", False)), _connector="OR"), name="ruled_means_may_be_appealed"),
        ),
    ]
