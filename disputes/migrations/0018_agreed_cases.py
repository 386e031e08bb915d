"""An index for the good marks of a store."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disputes", "0017_line_snapshots")]

    operations = [
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                fields=["store", "-filed_at"],
                condition=models.Q(settled_by="agreement"),
                name="agreed_cases_of_a_store",
            ),
        ),
    ]
