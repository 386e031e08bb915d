"""What a case is about becomes part of the case, and what refunds rest on cannot be taken away.

Cases of before get the line as it stands now, and say so (`taken_later`); so do those that a process
of the release before opens while the two run side by side, by a trigger at the end of their
transaction.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import disputes.models.orders

# Of the case, its line and its order; `listing` is what the first event of before knows.
TAKE = """
INSERT INTO disputes_linesnapshot (
    dispute_id, order_reference, number, title, description, picture, picture_sha256, quantity,
    price_minor, shipping_minor, paid_minor, currency, placed_at, dispatched_at, promised_days,
    delivered_at, carrier, tracking_number, as_of, taken_later
)
SELECT dispute.id, bought.reference, line.number, line.title, line.description, line.picture,
    coalesce(filed.data ->> 'listing', ''), line.quantity, line.price_minor, line.shipping_minor,
    line.paid_minor, bought.currency, bought.placed_at, bought.dispatched_at, bought.promised_days,
    bought.delivered_at, bought.carrier, bought.tracking_number, 1, true
FROM disputes_dispute AS dispute
JOIN disputes_orderline AS line ON line.id = dispute.line_id
JOIN disputes_order AS bought ON bought.id = line.order_id
LEFT JOIN disputes_event AS filed ON filed.dispute_id = dispute.id AND filed.number = 1
WHERE NOT EXISTS (SELECT FROM disputes_linesnapshot WHERE dispute_id = dispute.id)
"""

# Writers wait only for the second TAKE, which finds what was opened during the first.
ALWAYS = f"""
CREATE FUNCTION redress_take_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {TAKE} AND dispute.id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_has_a_snapshot AFTER INSERT ON disputes_dispute
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION redress_take_snapshot();
{TAKE};
"""
ALWAYS_BACK = """
DROP TRIGGER case_has_a_snapshot ON disputes_dispute;
DROP FUNCTION redress_take_snapshot();
"""

STAYS = """
CREATE FUNCTION redress_snapshot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    facts text[] := ARRAY['paid_minor', 'dispatched_at', 'promised_days', 'delivered_at',
        'carrier', 'tracking_number', 'as_of'];
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - facts = to_jsonb(OLD) - facts
        AND NEW.as_of > OLD.as_of
        AND EXISTS (
            SELECT FROM disputes_event
            WHERE dispute_id = NEW.dispute_id AND number = NEW.as_of AND kind = 'order_corrected'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a case is about stays as it was'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'snapshot_stays';
END $$;
CREATE TRIGGER snapshot_stays BEFORE UPDATE OR DELETE ON disputes_linesnapshot
    FOR EACH ROW EXECUTE FUNCTION redress_snapshot_stays();
"""
STAYS_BACK = """
DROP TRIGGER snapshot_stays ON disputes_linesnapshot;
DROP FUNCTION redress_snapshot_stays();
"""

# The books and the people of a case hang on its line and its order. The rows of open cases are
# locked first, so that no act puts something on the table meanwhile.
LINES = """
CREATE FUNCTION redress_line_of_a_case_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM disputes_dispute WHERE line_id = OLD.id) THEN
        RAISE EXCEPTION 'order line % has a case, so it stays where it is', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'line_of_a_case_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER line_of_a_case_stays BEFORE DELETE ON disputes_orderline
    FOR EACH ROW EXECUTE FUNCTION redress_line_of_a_case_stays();
CREATE TRIGGER line_of_a_case_keeps_its_order BEFORE UPDATE OF order_id, number
    ON disputes_orderline FOR EACH ROW
    WHEN ((OLD.order_id, OLD.number) IS DISTINCT FROM (NEW.order_id, NEW.number))
    EXECUTE FUNCTION redress_line_of_a_case_stays();

CREATE FUNCTION redress_order_of_a_case_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM disputes_dispute AS dispute
        JOIN disputes_orderline AS line ON line.id = dispute.line_id WHERE line.order_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'order % has a case, so it keeps its buyer, store and currency', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_of_a_case_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_of_a_case_stays
    BEFORE UPDATE OF reference, buyer_id, store_id, currency ON disputes_order FOR EACH ROW
    WHEN (
        (OLD.reference, OLD.buyer_id, OLD.store_id, OLD.currency)
        IS DISTINCT FROM (NEW.reference, NEW.buyer_id, NEW.store_id, NEW.currency)
    )
    EXECUTE FUNCTION redress_order_of_a_case_stays();

CREATE FUNCTION redress_paid_covers_cases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint;
BEGIN
    PERFORM FROM disputes_dispute WHERE line_id = NEW.id AND closed_at IS NULL FOR UPDATE;
    SELECT max(proposal.amount_minor) INTO asked
    FROM disputes_dispute AS dispute JOIN disputes_proposal AS proposal
        ON proposal.dispute_id = dispute.id
        AND (proposal.status = 'live' OR proposal.id = dispute.settlement_id)
    WHERE dispute.line_id = NEW.id AND dispute.closed_at IS NULL;
    IF NEW.paid_minor < NEW.refunded_minor + coalesce(asked, 0) THEN
        RAISE EXCEPTION 'what was paid for order line % covers its refunds and its open case', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_covers_open_cases';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paid_covers_open_cases BEFORE UPDATE OF paid_minor ON disputes_orderline
    FOR EACH ROW WHEN (NEW.paid_minor < OLD.paid_minor)
    EXECUTE FUNCTION redress_paid_covers_cases();
"""
LINES_BACK = """
DROP TRIGGER paid_covers_open_cases ON disputes_orderline;
DROP FUNCTION redress_paid_covers_cases();
DROP TRIGGER order_of_a_case_stays ON disputes_order;
DROP FUNCTION redress_order_of_a_case_stays();
DROP TRIGGER line_of_a_case_keeps_its_order ON disputes_orderline;
DROP TRIGGER line_of_a_case_stays ON disputes_orderline;
DROP FUNCTION redress_line_of_a_case_stays();
"""


class Migration(migrations.Migration):
    expands = "Cases that the version before opens get their snapshot from a trigger; it reads no other."

    dependencies = [
        ('disputes', '0016_files_by_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('filed', 'Request submitted'), ('changed', 'Request changed'), ('withdrawn', 'Request withdrawn'), ('accepted', 'Solution accepted'), ('rejected', 'Request rejected'), ('proposed', 'Solution proposed'), ('escalated', 'Platform asked to decide'), ('evidence_added', 'Evidence added'), ('evidence_changed', 'Evidence changed'), ('evidence_seen', 'Evidence seen'), ('evidence_finished', 'Nothing to add'), ('file_closed', 'Evidence closed'), ('evidence_requested', 'Evidence requested'), ('taken', 'Arbitrator assigned'), ('reassigned', 'Arbitrator changed'), ('handed_back', 'Case handed back'), ('ruling_proposed', 'Ruling to be approved'), ('ruling_sent_back', 'Ruling sent back'), ('ruled', 'Ruling issued'), ('appealed', 'Ruling appealed'), ('ruling_carried_out', 'Ruling carried out'), ('forced', 'Solution forced'), ('taken_over', 'Taken over by the platform'), ('return_shipped', 'Return shipped'), ('return_delivered', 'Return delivered'), ('return_confirmed', 'Return received'), ('return_contested', 'Return contested'), ('return_lapsed', 'Return not sent'), ('return_passed', 'Return not answered'), ('refund_cut', 'Refund cut'), ('order_corrected', 'Order corrected'), ('refund_paid', 'Refund paid'), ('erased', 'Words and photos erased')], max_length=24, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='LineSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_reference', models.CharField(max_length=16, verbose_name='order')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(verbose_name='description')),
                ('picture', models.FileField(max_length=200, storage=disputes.models.orders.private_storage, upload_to='', verbose_name='listing picture')),
                ('picture_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the picture')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('price_minor', models.PositiveBigIntegerField(verbose_name='price of one')),
                ('shipping_minor', models.PositiveBigIntegerField(verbose_name='shipping')),
                ('paid_minor', models.PositiveBigIntegerField(verbose_name='paid')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('placed_at', models.DateTimeField(verbose_name='placed')),
                ('dispatched_at', models.DateTimeField(null=True, verbose_name='dispatched')),
                ('promised_days', models.PositiveSmallIntegerField(verbose_name='promised delivery days')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('tracking_number', models.CharField(blank=True, max_length=80, verbose_name='tracking number')),
                ('as_of', models.PositiveIntegerField(default=1, verbose_name='as of event')),
                ('taken_later', models.BooleanField(default=False, verbose_name='taken after the request')),
                ('dispute', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='disputes.dispute')),
            ],
            options={
                'verbose_name': 'snapshot of a line',
                'verbose_name_plural': 'snapshots of lines',
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), 'gin_trgm_ops'), name='words_in_disputed_titles'), django.contrib.postgres.indexes.HashIndex(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='snapshots_by_picture')],
                'constraints': [models.CheckConstraint(condition=models.Q(('delivered_at', None), models.Q(('delivered_at__gte', models.F('dispatched_at')), ('dispatched_at__isnull', False)), _connector='OR'), name='snapshot_delivered_after_dispatch')],
            },
        ),
        migrations.RunSQL(TAKE, migrations.RunSQL.noop),
        migrations.RunSQL(ALWAYS, ALWAYS_BACK),
        migrations.RunSQL(STAYS, STAYS_BACK),
        migrations.RunSQL(LINES, LINES_BACK),
    ]
