"""Laws that the database itself keeps, whoever writes to it.

- The history of a case and the books are append-only.
- Refunds add up on their order line, whose check constraint caps them at what was paid.
- After every transaction, the postings of each refund sum to zero.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION redress_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON disputes_event
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON disputes_posting
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER posting_append_only ON disputes_posting;
DROP TRIGGER event_append_only ON disputes_event;
DROP FUNCTION redress_append_only();
"""

# One statement for all the refunds of a batch. A refund never changes its amount or its line
# (the second trigger), so adding on insert is enough.
REFUNDS = """
CREATE FUNCTION redress_add_refunds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE disputes_orderline AS line
    SET refunded_minor = line.refunded_minor + added.amount
    FROM (SELECT line_id, sum(amount_minor) AS amount FROM new_refunds GROUP BY line_id) AS added
    WHERE line.id = added.line_id;
    RETURN NULL;
END $$;
CREATE TRIGGER refund_adds_up AFTER INSERT ON disputes_refund
    REFERENCING NEW TABLE AS new_refunds
    FOR EACH STATEMENT EXECUTE FUNCTION redress_add_refunds();
CREATE FUNCTION redress_refund_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a refund keeps its case, line, key and amount'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refund_stays BEFORE DELETE OR UPDATE
    OF dispute_id, line_id, key, amount_minor, currency ON disputes_refund
    FOR EACH ROW EXECUTE FUNCTION redress_refund_stays();
-- Else the cap of another line, with more paid for it, would let a refund pass.
ALTER TABLE disputes_dispute ADD CONSTRAINT case_with_line UNIQUE (id, line_id);
ALTER TABLE disputes_refund ADD CONSTRAINT refund_of_the_cases_line
    FOREIGN KEY (dispute_id, line_id) REFERENCES disputes_dispute (id, line_id);
"""
REFUNDS_BACK = """
ALTER TABLE disputes_refund DROP CONSTRAINT refund_of_the_cases_line;
ALTER TABLE disputes_dispute DROP CONSTRAINT case_with_line;
DROP TRIGGER refund_stays ON disputes_refund;
DROP FUNCTION redress_refund_stays();
DROP TRIGGER refund_adds_up ON disputes_refund;
DROP FUNCTION redress_add_refunds();
"""

DOUBLE_ENTRY = """
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
DOUBLE_ENTRY_BACK = """
DROP TRIGGER postings_balance ON disputes_posting;
DROP FUNCTION redress_postings_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(REFUNDS, REFUNDS_BACK),
        migrations.RunSQL(DOUBLE_ENTRY, DOUBLE_ENTRY_BACK),
    ]
