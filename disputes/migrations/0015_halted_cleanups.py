import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0014_serious_grounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='HaltedCleanup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('stray_files', 'Files without a row'), ('old_uploads', 'Uploads of forms that were never sent'), ('old_cases', 'Words and photos of old cases')], max_length=20, verbose_name='what it deletes')),
                ('day', models.DateField(null=True, verbose_name='of the day')),
                ('number', models.PositiveIntegerField(verbose_name='would go')),
                ('total', models.PositiveIntegerField(verbose_name='of so many')),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('halted_at', models.DateTimeField(verbose_name='stopped')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'day'), name='one_open_halt_each', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='halt_approved_by_somebody'),
                ],
            },
        ),
    ]
