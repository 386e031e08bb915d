"""An appeal names the store of its penalty, so that an index finds the open ones of one store.

The database fills it in, for a release that does not know of it, too.
"""

import django.db.models.deletion
from django.db import migrations, models

STORE = """
CREATE FUNCTION redress_store_of_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.penalty_store_id := (SELECT store_id FROM sellers_penalty WHERE id = NEW.penalty_id);
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_has_store BEFORE INSERT ON sellers_penaltyappeal
    FOR EACH ROW EXECUTE FUNCTION redress_store_of_appeal();
UPDATE sellers_penaltyappeal AS appeal SET penalty_store_id = penalty.store_id
    FROM sellers_penalty AS penalty WHERE penalty.id = penalty_id AND appeal.penalty_store_id IS NULL;
"""
STORE_BACK = """
DROP TRIGGER appeal_has_store ON sellers_penaltyappeal;
DROP FUNCTION redress_store_of_appeal();
"""


class Migration(migrations.Migration):
    expands = "The version before does not know the column, and a trigger fills it in for its appeals."

    dependencies = [
        ("disputes", "0014_serious_grounds"),
        ("sellers", "0005_rulebook"),
    ]

    operations = [
        migrations.AddField(
            model_name="penaltyappeal",
            name="penalty_store",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disputes.store",
            ),
        ),
        migrations.RunSQL(STORE, STORE_BACK),
    ]
