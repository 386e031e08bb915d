"""When the sessions of an account were ended, and how many files were opened for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0022_sign_ins'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='signed_out_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='refusedfiles',
            name='opened',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
