from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0019_refused_files'),
    ]

    expands = "The version before does not know the table."

    operations = [
        migrations.CreateModel(
            name='RegularWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('database', models.CharField(max_length=60)),
                ('paused_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_regular_work')],
            },
        ),
        # Whoever migrates a database works on it already.
        migrations.RunSQL(
            """
            INSERT INTO disputes_regularwork (id, database, reason) SELECT 1,
                (SELECT system_identifier FROM pg_control_system()) || '/' ||
                (SELECT oid FROM pg_database WHERE datname = current_database()), ''
            """,
            migrations.RunSQL.noop,
        ),
    ]
