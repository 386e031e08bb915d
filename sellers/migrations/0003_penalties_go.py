"""The penalties of before, put aside: the ledger is about to be built, and books them again."""

from django.db import migrations

ASIDE = """
CREATE TABLE sellers_penalty_before AS SELECT dispute_id, store_id, given_at FROM sellers_penalty;
"""
ASIDE_BACK = "DROP TABLE sellers_penalty_before;"


class Migration(migrations.Migration):
    dependencies = [("sellers", "0002_lighter_penalties")]

    operations = [
        migrations.RunSQL(ASIDE, ASIDE_BACK),
        migrations.DeleteModel(name="Penalty"),
    ]
