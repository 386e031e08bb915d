import disputes.models.laws
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disputes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthStatistics',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', unique=True, verbose_name='month')),
                ('numbers', models.JSONField(verbose_name='numbers')),
                ('computed_at', models.DateTimeField(verbose_name='computed')),
            ],
            options={
                'ordering': ['month'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='comment')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='disputes.dispute')),
            ],
            options={
                'ordering': ['written_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('timed_out', 'The time to rule ran out'), ('reassigned', 'A supervisor reassigned it'), ('handed_back', 'Handed back')], max_length=20, verbose_name='why')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='disputes.dispute')),
                ('giver', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProposedRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('solution', models.CharField(choices=[('refund', 'Refund only'), ('return_and_refund', 'Return and refund'), ('no_refund', 'No refund')], max_length=20, verbose_name='solution')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('freight_payer', models.CharField(blank=True, choices=[('seller', 'The seller pays the return'), ('buyer', 'The buyer pays the return'), ('platform', 'The platform pays the return')], max_length=10, verbose_name='who pays the return')),
                ('freight_minor', models.PositiveBigIntegerField(default=0, verbose_name='return freight at most')),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('cites', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='evidence cited')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('read_to', models.PositiveIntegerField(verbose_name='written after event')),
                ('approved', models.BooleanField(null=True, verbose_name='approved')),
                ('comment', models.TextField(blank=True, verbose_name='why it was sent back')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_rulings', to='disputes.dispute')),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.ground')),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['proposed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RulingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields', models.JSONField(verbose_name='fields')),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ruling_drafts', to='disputes.dispute')),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(verbose_name='deadline')),
                ('failures', models.PositiveIntegerField(default=1, verbose_name='failures')),
                ('error', models.TextField(verbose_name='error')),
                ('first_failed_at', models.DateTimeField(verbose_name='first failed')),
                ('retry_at', models.DateTimeField(verbose_name='next attempt')),
                ('dispute', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='disputes.dispute')),
            ],
            options={
                'verbose_name': 'case set aside',
                'verbose_name_plural': 'cases set aside',
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('case', 'The case'), ('comparison', 'Pictures side by side'), ('act', 'A decision'), ('case_pdf', 'The case file as PDF'), ('file', 'A photo or document'), ('original', 'An original file')], max_length=12, verbose_name='page')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('dispute', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='access_logs', to='disputes.dispute')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='access_logs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['dispute', '-at', '-id'], name='access_log_of_a_case'), models.Index(fields=['user', '-at', '-id'], name='access_log_of_a_person'), models.Index(fields=['-at', '-id'], name='access_log_by_time'), models.Index(fields=['page', '-at', '-id'], name='access_log_of_a_page')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesslog',
            trigger=pgtrigger.compiler.Trigger(name='access_log_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='99d70a239dcbf4da8b68c9202cdcd2ea089b9200', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_access_log_never_emptied', table='arbitration_accesslog', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesslog',
            trigger=pgtrigger.compiler.Trigger(name='access_log_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='1be90f350c46420f3df7e524bfdf2e0afd01d1ba', operation='UPDATE OR DELETE', pgid='pgtrigger_access_log_append_only', table='arbitration_accesslog', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['-at'], name='handovers_by_time'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('giver__isnull', False)), fields=['giver', '-at'], name='given_up'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='handover_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='e85d6809d3c92908b8e72bbdb39d149dde5d2863', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_never_emptied', table='arbitration_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedruling',
            trigger=pgtrigger.compiler.Trigger(name='proposed_ruling_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='53f953293c51f1f2f800e51f9d2423a928f04aac', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_proposed_ruling_never_emptied', table='arbitration_proposedruling', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rulingdraft',
            constraint=models.UniqueConstraint(fields=('dispute', 'author'), name='one_draft_per_arbitrator'),
        ),
    ]
