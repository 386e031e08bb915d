"""An index for the good marks of a store. Built while people write: nobody waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("disputes", "0014_serious_grounds")]

    operations = [
        AddIndexConcurrently(
            model_name="dispute",
            index=models.Index(
                fields=["store", "-filed_at"],
                condition=models.Q(settled_by="agreement"),
                name="agreed_cases_of_a_store",
            ),
        ),
    ]
