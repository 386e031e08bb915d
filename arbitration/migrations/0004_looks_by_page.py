"""Who opened originals, say, is found without reading all that was ever opened."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arbitration", "0003_looks_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["page", "-at", "-id"], name="looks_at_a_kind_of_page"),
        )
    ]
