"""A count of refused files; and phones take photos of 64 megapixels."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def allow_photos_of_phones(apps: Any, schema_editor: Any) -> None:
    """Where nobody has published another number."""
    apps.get_model("disputes", "Policy").objects.filter(photo_megapixels=50).update(
        photo_megapixels=64
    )


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0018_agreed_cases'),
    ]

    expands = "A greater limit takes whatever the version before took."

    operations = [
        migrations.CreateModel(
            name='RefusedFiles',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AlterField(
            model_name='policy',
            name='photo_megapixels',
            field=models.PositiveSmallIntegerField(default=64, verbose_name='megapixels of a photo at most'),
        ),
        migrations.RunPython(allow_photos_of_phones, migrations.RunPython.noop),
    ]
