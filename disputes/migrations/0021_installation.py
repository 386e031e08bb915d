"""The mark that says whether this database is a demo's or production's.

`disputes.installation` writes it when the migrations are through, and the trigger keeps it.
"""

import django.db.models.functions.datetime
from django.db import migrations, models

STAYS = """
CREATE FUNCTION redress_installation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a database stays what it is: it was marked as %', OLD.kind
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER installation_stays BEFORE UPDATE OR DELETE ON disputes_installation
    FOR EACH ROW EXECUTE FUNCTION redress_installation_stays();
"""
STAYS_BACK = """
DROP TRIGGER installation_stays ON disputes_installation;
DROP FUNCTION redress_installation_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0020_regular_work")]

    expands = "The version before does not know the table, and nobody but migrate writes to it."

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("production", "production"),
                            ("demo", "a demo"),
                            ("development", "for development"),
                            ("test", "for tests"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "marked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="marked at"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_installation"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["production", "demo", "development", "test"])
                        ),
                        name="installation_kind_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_BACK),
    ]
