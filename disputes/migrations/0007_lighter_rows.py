"""Indexes that nothing asks, checks that others make already, and a lighter check of the books.

Each row that a sweep writes pays for all of them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# For all postings of one statement at once; both sides of a double entry are written by one.
BALANCE_BY_STATEMENT = """
DROP TRIGGER postings_balance ON disputes_posting;
DROP FUNCTION redress_postings_balance();
CREATE FUNCTION redress_postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    -- A sum for each refund, so that no plan reads the whole table for a few rows.
    SELECT posted.refund_id INTO wrong FROM new_postings AS posted
    WHERE (SELECT sum(amount_minor) FROM disputes_posting WHERE refund_id = posted.refund_id) <> 0
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the postings of refund % do not sum to zero', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER postings_balance AFTER INSERT ON disputes_posting
    REFERENCING NEW TABLE AS new_postings
    FOR EACH STATEMENT EXECUTE FUNCTION redress_postings_balance();
"""
BALANCE_BY_ROW = """
DROP TRIGGER postings_balance ON disputes_posting;
DROP FUNCTION redress_postings_balance();
CREATE FUNCTION redress_postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount_minor) FROM disputes_posting WHERE refund_id = NEW.refund_id) <> 0 THEN
        RAISE EXCEPTION 'the postings of refund % do not sum to zero', NEW.refund_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON disputes_posting
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION redress_postings_balance();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0006_queues'),
    ]

    operations = [
        migrations.RunSQL(BALANCE_BY_STATEMENT, BALANCE_BY_ROW),
        migrations.RemoveIndex(
            model_name='outboxmessage',
            name='outbox_to_deliver',
        ),
        migrations.AlterField(
            model_name='event',
            name='actor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='event',
            name='dispute',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='disputes.dispute'),
        ),
        migrations.AlterField(
            model_name='outboxmessage',
            name='key',
            field=models.CharField(max_length=60, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='dispute',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='disputes.dispute'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='made_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='refund',
            name='dispute',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='disputes.dispute'),
        ),
        migrations.AlterField(
            model_name='refund',
            name='key',
            field=models.CharField(max_length=40, verbose_name='idempotency key'),
        ),
        migrations.AlterField(
            model_name='refund',
            name='line',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='disputes.orderline'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('delivered_at', None), ('given_up_at', None)), fields=['topic', 'next_attempt_at', 'id'], name='outbox_to_deliver'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.UniqueConstraint(fields=('key',), name='one_message_a_key'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(fields=('key',), name='one_refund_a_key'),
        ),
    ]
