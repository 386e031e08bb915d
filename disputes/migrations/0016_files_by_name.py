"""Without holding up whoever writes while they are built, so outside a transaction: should it break
off, drop the index that PostgreSQL calls INVALID, and migrate again."""

from django.contrib.postgres.indexes import HashIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('disputes', '0015_halted_cleanups'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name=model,
            index=HashIndex(condition=~models.Q((field, '')), fields=[field], name=name),
        )
        for model, field, name in (
            ('evidencefile', 'original', 'files_by_original'),
            ('evidencefile', 'shared', 'files_by_shared'),
            ('evidencefile', 'thumbnail', 'files_by_thumbnail'),
            ('orderline', 'picture', 'lines_by_picture'),
        )
    ]
