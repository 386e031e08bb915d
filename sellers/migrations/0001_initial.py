import disputes.models.laws
import disputes.models.numbers
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
            name='MedianRates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(unique=True, verbose_name='days')),
                ('stores', models.PositiveIntegerField(verbose_name='stores')),
                ('cases', models.FloatField(null=True, verbose_name='cases')),
                ('lost', models.FloatField(null=True, verbose_name='lost rulings')),
                ('late', models.FloatField(null=True, verbose_name='unanswered')),
                ('counted_at', models.DateTimeField(verbose_name='counted')),
            ],
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='act')),
                ('trigger', models.CharField(choices=[('no_response', 'A request was not answered in time'), ('ruling_lost', 'A final ruling gives the buyer more than the store offered'), ('agreement_broken', 'An agreed return arrived and was not answered'), ('many_cases', 'Too many cases for the number of orders'), ('many_lost', 'Too many lost rulings for the number of orders'), ('many_late', 'Too many requests without an answer for the number of orders'), ('by_hand', 'A supervisor finds it')], max_length=20, verbose_name='act')),
                ('ground', models.SlugField(blank=True, verbose_name='ground of the ruling')),
                ('reasons', models.TextField(blank=True, verbose_name='reasons')),
                ('cites', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='evidence')),
                ('at', models.DateTimeField(verbose_name='happened')),
                ('review', models.TextField(blank=True, verbose_name='why it was not approved')),
                ('state', models.CharField(choices=[('proposed', 'Waits for a second person'), ('declined', 'Not approved'), ('noted', 'Waits for the ledger'), ('penalised', 'Penalty given'), ('same', 'Same breach as another, counted once'), ('warned', 'Warning, no points'), ('free', 'No rule gives points for it')], default='noted', max_length=10, verbose_name='state')),
                ('attachment_owner', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breach', to='disputes.attachmentowner')),
                ('dispute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='disputes.dispute', verbose_name='case')),
                ('found_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found by')),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counted_with', to='sellers.breach')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='disputes.store')),
            ],
            options={
                'verbose_name_plural': 'breaches',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MarketplaceNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='key')),
                ('payload', models.JSONField(verbose_name='payload')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.store')),
            ],
        ),
        migrations.CreateModel(
            name='Penalty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('state', models.CharField(choices=[('live', 'Counts'), ('suspended', 'Suspended, under appeal'), ('revoked', 'Revoked'), ('expired', 'Expired')], max_length=10, verbose_name='state')),
                ('given_at', models.DateTimeField(verbose_name='given')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('appeal_until', models.DateTimeField(verbose_name='can be appealed until')),
                ('breach', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='penalty', to='sellers.breach')),
                ('repeats', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='sellers.breach')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='penalties', to='disputes.store')),
            ],
            options={
                'verbose_name_plural': 'penalties',
                'ordering': ['-given_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('given', 'Points given'), ('suspended', 'Suspended by an appeal'), ('resumed', 'Counts again after an appeal'), ('reduced', 'Reduced'), ('revoked', 'Revoked'), ('expired', 'Expired')], max_length=10, verbose_name='what happened')),
                ('points', models.SmallIntegerField(verbose_name='points')),
                ('balance', models.PositiveIntegerField(verbose_name='balance')),
                ('at', models.DateTimeField(verbose_name='effective')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('reasons', models.TextField(blank=True, verbose_name='reasons')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='disputes.store')),
                ('penalty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='sellers.penalty')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['store', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PenaltyAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='reasons of the store')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('decide_by', models.DateTimeField(verbose_name='to be decided by')),
                ('decision', models.CharField(blank=True, choices=[('refused', 'The penalty stands'), ('reduced', 'The penalty is reduced'), ('revoked', 'The penalty is revoked'), ('timed_out', 'Revoked: nobody decided in time')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('reasons', models.TextField(blank=True, verbose_name='reasons of the decision')),
                ('attachment_owner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='penalty_appeal', to='disputes.attachmentowner')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('penalty', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='sellers.penalty')),
                ('penalty_store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.store')),
            ],
            options={
                'verbose_name': 'appeal against a penalty',
                'verbose_name_plural': 'appeals against penalties',
                'ordering': ['decide_by', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('change_note', models.CharField(help_text='Shown beside the version.', max_length=300, verbose_name='what changed and why')),
                ('content', models.JSONField(default=dict, editable=False, verbose_name='as published')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(verbose_name='text for stores')),
                ('points', disputes.models.numbers.NumberField(least=1, most=100, verbose_name='points')),
                ('days', disputes.models.numbers.NumberField(default=365, least=1, most=3650, verbose_name='days that the points last')),
                ('trigger', models.CharField(choices=[('no_response', 'A request was not answered in time'), ('ruling_lost', 'A final ruling gives the buyer more than the store offered'), ('agreement_broken', 'An agreed return arrived and was not answered'), ('many_cases', 'Too many cases for the number of orders'), ('many_lost', 'Too many lost rulings for the number of orders'), ('many_late', 'Too many requests without an answer for the number of orders'), ('by_hand', 'A supervisor finds it')], max_length=20, verbose_name='which act breaks it')),
                ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name='only for rulings on these grounds')),
                ('repeat_days', disputes.models.numbers.NumberField(default=30, least=0, most=365, verbose_name='repeated when broken again within this many days')),
                ('repeat_factor', disputes.models.numbers.NumberField(default=2, least=1, most=5, verbose_name='then the points count times')),
                ('proof', models.TextField(verbose_name='what an appeal should show')),
                ('active', models.BooleanField(default=True, verbose_name='in force')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'ordering': ['code', '-version'],
            },
        ),
        migrations.AddField(
            model_name='penalty',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='penalties', to='sellers.rule'),
        ),
        migrations.AddField(
            model_name='breach',
            name='rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellers.rule'),
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('warning', 'Warning'), ('restricted', 'Restricted'), ('paused', 'Restricted, listings paused'), ('closed', 'Closed')], max_length=10, verbose_name='measure')),
                ('points', models.PositiveSmallIntegerField(verbose_name='threshold')),
                ('because', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('decided_at', models.DateTimeField(verbose_name='decided')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(null=True, verbose_name='until')),
                ('begun', models.BooleanField(default=False, verbose_name='has started')),
                ('interrupted_at', models.DateTimeField(null=True, verbose_name='interrupted')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('ending', models.CharField(blank=True, choices=[('served', 'Its time was over'), ('lifted', 'The points fell below its threshold')], max_length=10, verbose_name='why it ended')),
                ('moves', models.PositiveSmallIntegerField(default=0)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sanctions', to='disputes.store')),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('text', models.TextField(verbose_name='text')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='saved_replies', to='disputes.store')),
            ],
            options={
                'verbose_name_plural': 'saved replies',
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('balance', models.PositiveIntegerField(default=0, verbose_name='points')),
                ('entries', models.PositiveIntegerField(default=0, verbose_name='entries')),
                ('events', models.PositiveIntegerField(default=0, verbose_name='decisions')),
                ('chain_head', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(null=True, verbose_name='last entry')),
                ('due_at', models.DateTimeField(null=True, verbose_name='next due')),
                ('measure', models.CharField(blank=True, choices=[('warning', 'Warning'), ('restricted', 'Restricted'), ('paused', 'Restricted, listings paused'), ('closed', 'Closed')], max_length=10, verbose_name='measure')),
                ('retry_at', models.DateTimeField(null=True, verbose_name='tried again')),
                ('store', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='standing', to='disputes.store')),
            ],
            options={
                'verbose_name': 'standing of a store',
                'verbose_name_plural': 'standing of stores',
            },
        ),
        migrations.CreateModel(
            name='StoreRates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('orders_30', models.PositiveIntegerField(default=0, verbose_name='orders in 30 days')),
                ('cases_30', models.PositiveIntegerField(default=0, verbose_name='cases in 30 days')),
                ('lost_30', models.PositiveIntegerField(default=0, verbose_name='lost rulings in 30 days')),
                ('late_30', models.PositiveIntegerField(default=0, verbose_name='unanswered in 30 days')),
                ('orders_90', models.PositiveIntegerField(default=0, verbose_name='orders in 90 days')),
                ('cases_90', models.PositiveIntegerField(default=0, verbose_name='cases in 90 days')),
                ('lost_90', models.PositiveIntegerField(default=0, verbose_name='lost rulings in 90 days')),
                ('late_90', models.PositiveIntegerField(default=0, verbose_name='unanswered in 90 days')),
                ('counted_at', models.DateTimeField(verbose_name='counted')),
                ('store', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='disputes.store')),
            ],
            options={
                'verbose_name_plural': 'rates of stores',
            },
        ),
        migrations.CreateModel(
            name='LedgerEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('found', 'Found by hand'), ('approved', 'Approved'), ('declined', 'Not approved'), ('lowered', 'Lowered'), ('appealed', 'Appealed'), ('decided', 'Appeal decided')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('data', models.JSONField(verbose_name='details')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.store')),
            ],
            options={
                'ordering': ['store', 'number'],
                'constraints': [models.UniqueConstraint(fields=('store', 'number'), name='ledger_event_number'), models.CheckConstraint(condition=models.Q(('kind__in', ['found', 'approved', 'declined', 'lowered', 'appealed', 'decided'])), name='ledger_event_is_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerevent',
            trigger=pgtrigger.compiler.Trigger(name='ledger_event_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='bec897e604704f0e46b6675f3826021ffb2e4924', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_event_never_emptied', table='sellers_ledgerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerevent',
            trigger=pgtrigger.compiler.Trigger(name='ledger_event_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='302486f0d810a45c2ddb3ccef5c8737d5a9f1576', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_event_append_only', table='sellers_ledgerevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('store', 'number'), name='one_entry_a_number'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['given', 'suspended', 'resumed', 'reduced', 'revoked', 'expired'])), name='entry_is_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'given')), fields=('penalty',), name='given_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'revoked')), fields=('penalty',), name='revoked_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'expired')), fields=('penalty',), name='expired_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='09a8f39a1be170e097dfe27aea6968bba07e0ef8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_entry_never_emptied', table='sellers_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='7f27b44aa55b9f3fc885fa3d779a87736224c20b', operation='UPDATE OR DELETE', pgid='pgtrigger_entry_append_only', table='sellers_entry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='penaltyappeal',
            index=models.Index(condition=models.Q(('decision', '')), fields=['decide_by', 'id'], name='open_appeals'),
        ),
        migrations.AddIndex(
            model_name='penaltyappeal',
            index=models.Index(condition=models.Q(('decision', '')), fields=['penalty_store', 'decide_by', 'penalty'], name='open_appeals_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='penaltyappeal',
            index=models.Index(condition=models.Q(('decision', ''), _negated=True), fields=['-id'], name='decided_appeals'),
        ),
        migrations.AddConstraint(
            model_name='penaltyappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='appeal_says_what_came_of_it'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='penaltyappeal',
            trigger=pgtrigger.compiler.Trigger(name='penalty_appeal_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='f77d43f4eb304744ef7f68b872911871cdeda5ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_penalty_appeal_never_emptied', table='sellers_penaltyappeal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='penaltyappeal',
            trigger=pgtrigger.compiler.Trigger(name='appeal_has_store', sql=disputes.models.laws.LawSql(func='\n    NEW.penalty_store_id := (\n        SELECT penalty.store_id FROM sellers_penalty AS penalty WHERE penalty.id = NEW.penalty_id\n    );\n    RETURN NEW;\n', hash='51faa2d163b5480fec4e23c62915f27409e732fa', operation='INSERT', pgid='pgtrigger_appeal_has_store', table='sellers_penaltyappeal', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(fields=('code', 'version'), name='one_rule_a_version'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='824f049a43ee0dadc8db8555a0c0539d0b418f7a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rule_never_emptied', table='sellers_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='f8301bbc6450db05e24559c9d31cf51288579794', operation='UPDATE OR DELETE', pgid='pgtrigger_rule_append_only', table='sellers_rule', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(fields=['store', '-given_at', '-id'], name='penalties_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(condition=models.Q(('state__in', ('live', 'suspended'))), fields=['store', 'expires_at', 'id'], name='penalties_by_expiry'),
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(condition=models.Q(('state', 'suspended')), fields=['store'], include=('points',), name='penalties_suspended'),
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(condition=models.Q(('state', 'revoked'), _negated=True), fields=['store', 'rule', 'given_at', 'breach'], name='penalties_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(condition=models.Q(('repeats__isnull', False)), fields=['repeats'], name='penalties_that_repeat'),
        ),
        migrations.AddConstraint(
            model_name='penalty',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 1)), name='penalty_has_points'),
        ),
        migrations.AddConstraint(
            model_name='penalty',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['live', 'suspended', 'revoked', 'expired'])), name='penalty_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='penalty',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('given_at'))), name='penalty_lasts'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='penalty',
            trigger=pgtrigger.compiler.Trigger(name='penalty_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='e1058603d972c8c8a32fc6078c50798c4841202a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_penalty_never_emptied', table='sellers_penalty', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='penalty',
            trigger=pgtrigger.compiler.Trigger(name='penalty_stays', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='c37e60f446c3400b5ac43db9c26e9bb455af6bd3', operation='UPDATE OF "store_id", "breach_id", "rule_id", "given_at", "expires_at", "appeal_until" OR DELETE', pgid='pgtrigger_penalty_stays', table='sellers_penalty', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(fields=['store', '-at', '-id'], name='breaches_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('state', 'noted')), fields=['store', 'at', 'id'], name='breaches_to_book_in_order'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('state', 'warned')), fields=['store', '-at', '-id'], name='breaches_that_warn'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('reviewed_by__isnull', False)), fields=['-at', '-id'], name='breaches_reviewed'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['at'], name='breaches_to_approve'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('trigger__in', ('many_cases', 'many_lost', 'many_late'))), fields=['store', 'trigger', '-at'], name='breaches_of_rates'),
        ),
        migrations.AddIndex(
            model_name='breach',
            index=models.Index(condition=models.Q(('found_by__isnull', False)), fields=['store', 'found_by', 'at'], name='breaches_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'declined', 'noted', 'penalised', 'same', 'warned', 'free'])), name='breach_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('same_as__isnull', False), ('state', 'same')), models.Q(models.Q(('state', 'same'), _negated=True), ('same_as', None)), _connector='OR'), name='same_breach_says_as_which'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='breach_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='82138fddf2cb024abec68391efa2319afb760886', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_breach_never_emptied', table='sellers_breach', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='breach_stays', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='c448bc8892ea8c6bd3cde5bfc46c22fa19ccfea2', operation='UPDATE OF "store_id", "dispute_id", "key", "trigger", "ground", "rule_id", "reasons", "cites", "found_by_id", "attachment_owner_id" OR DELETE', pgid='pgtrigger_breach_stays', table='sellers_breach', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(fields=['store', '-decided_at', '-id'], name='sanctions_of_a_store'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('store', 'points'), name='one_open_sanction_a_threshold'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), ('interrupted_at', None), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='sanction_says_why_it_ended'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sanction',
            trigger=pgtrigger.compiler.Trigger(name='sanction_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='a8e9c3031be1bab7d60e8c444793f11669b00417', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_sanction_never_emptied', table='sellers_sanction', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='savedreply',
            constraint=models.UniqueConstraint(fields=('store', 'title'), name='reply_title_once_in_a_store'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'id'], name='standing_by_due'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(fields=['-balance', 'id'], name='standing_by_points'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('retry_at__isnull', False)), fields=['id'], name='standing_passed_over'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standing',
            trigger=pgtrigger.compiler.Trigger(name='standing_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='b0e5ff87bd697ddd7086c37c78f3258f193d59fa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_standing_never_emptied', table='sellers_standing', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='storerates',
            index=models.Index(fields=['counted_at', 'id'], name='rates_by_age'),
        ),
    ]
