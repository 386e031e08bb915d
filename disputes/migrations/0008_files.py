"""Files of evidence: originals kept beside the shared copies, documents, captions, versions, what a
photo shows; indexes for pictures that look alike; limits in the policy.
"""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import disputes.models.orders


class Migration(migrations.Migration):
    dependencies = [("disputes", "0007_lighter_rows")]

    operations = [
        migrations.RenameModel("Photo", "EvidenceFile"),
        migrations.RenameField("EvidenceFile", "file", "shared"),
        migrations.RenameField("EvidenceFile", "size", "shared_size"),
        migrations.RenameField("EvidenceFile", "sha256", "shared_sha256"),
        migrations.CreateModel(
            name='ReasonShot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
            ],
            options={
                'ordering': ['reason', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Shot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=80, verbose_name='what to photograph')),
                ('text', models.CharField(max_length=200, verbose_name='how')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='evidencefile',
            name='photo_is_held_or_evidence',
        ),
        migrations.RenameIndex(
            model_name='evidencefile',
            new_name='held_files',
            old_name='held_photos',
        ),
        migrations.AddField(
            model_name='dispute',
            name='file_closed_at',
            field=models.DateTimeField(null=True, verbose_name='evidence last closed'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='changed_at',
            field=models.DateTimeField(null=True, verbose_name='changed'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='seen_at',
            field=models.DateTimeField(null=True, verbose_name='first seen by the other side'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='version',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='animated',
            field=models.BooleanField(default=False, verbose_name='one of several pictures'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='caption',
            field=models.CharField(blank=True, max_length=200, verbose_name='caption'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='content_type',
            field=models.CharField(default='image/jpeg', max_length=40, verbose_name='format'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='kind',
            field=models.CharField(choices=[('photo', 'Photo'), ('document', 'Document')], default='photo', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='likeness',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='original',
            field=models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to=''),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='replaced_by',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='disputes.evidencefile'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='sha256',
            field=models.CharField(default='', max_length=64, verbose_name='SHA-256'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='size',
            field=models.PositiveIntegerField(default=0, verbose_name='bytes'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='thumbnail_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='traits',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='policy',
            name='file_megabytes',
            field=models.PositiveSmallIntegerField(default=15, verbose_name='megabytes of a file at most'),
        ),
        migrations.AddField(
            model_name='policy',
            name='files_at_once',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='files in one statement at most'),
        ),
        migrations.AddField(
            model_name='policy',
            name='files_per_side',
            field=models.PositiveSmallIntegerField(default=60, verbose_name='files of one side in a case at most'),
        ),
        migrations.AddField(
            model_name='policy',
            name='keep_draft_days',
            field=models.PositiveSmallIntegerField(default=30, verbose_name='days to keep files that were added to a form and never sent'),
        ),
        migrations.AddField(
            model_name='policy',
            name='photo_megapixels',
            field=models.PositiveSmallIntegerField(default=50, verbose_name='megapixels of a photo at most'),
        ),
        # The bytes as they came were not kept so far: what is known is the shared copy.
        migrations.RunSQL(
            "UPDATE disputes_evidencefile SET sha256 = shared_sha256, size = shared_size",
            migrations.RunSQL.noop,
        ),
        # What was just written must be checked before the table itself can change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('filed', 'Request submitted'), ('changed', 'Request changed'), ('withdrawn', 'Request withdrawn'), ('accepted', 'Solution accepted'), ('rejected', 'Request rejected'), ('proposed', 'Solution proposed'), ('escalated', 'Platform asked to decide'), ('evidence_added', 'Evidence added'), ('evidence_changed', 'Evidence changed'), ('evidence_seen', 'Evidence seen'), ('evidence_finished', 'Nothing to add'), ('file_closed', 'Evidence closed'), ('evidence_requested', 'Evidence requested'), ('taken', 'Arbitrator assigned'), ('reassigned', 'Arbitrator changed'), ('ruled', 'Ruling issued'), ('appealed', 'Ruling appealed'), ('ruling_carried_out', 'Ruling carried out'), ('forced', 'Solution forced'), ('return_shipped', 'Return shipped'), ('return_delivered', 'Return delivered'), ('return_confirmed', 'Return received'), ('return_contested', 'Return contested'), ('return_lapsed', 'Return not sent'), ('return_passed', 'Return not answered'), ('refund_paid', 'Refund paid'), ('erased', 'Words and photos erased')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='evidence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disputes.evidence'),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='height',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='shared',
            field=models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to=''),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='shared_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the shared copy'),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='shared_size',
            field=models.PositiveIntegerField(default=0, verbose_name='bytes of the shared copy'),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='thumbnail',
            field=models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to=''),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='uploader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='evidencefile',
            name='width',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='reasonshot',
            name='reason',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shots', to='disputes.reason'),
        ),
        migrations.AddField(
            model_name='reasonshot',
            name='shot',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.shot'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='shot',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.shot', verbose_name='what it shows'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(condition=models.Q(('held_for', ''), _negated=True), fields=['uploaded_at'], name='held_files_by_age'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(fields=['uploaded_at'], name='files_by_age'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(fields=['sha256'], name='files_by_content'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('likeness'), '>>', models.Value(0)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('likeness__isnull', False)), name='files_by_likeness_0'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('likeness'), '>>', models.Value(16)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('likeness__isnull', False)), name='files_by_likeness_1'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('likeness'), '>>', models.Value(32)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('likeness__isnull', False)), name='files_by_likeness_2'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('likeness'), '>>', models.Value(48)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('likeness__isnull', False)), name='files_by_likeness_3'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', None), models.Q(('held_for', ''), _negated=True)), models.Q(('evidence__isnull', False), ('held_for', '')), _connector='OR'), name='file_is_held_or_evidence'),
        ),
        migrations.AddConstraint(
            model_name='reasonshot',
            constraint=models.UniqueConstraint(fields=('reason', 'shot'), name='shot_once_per_reason'),
        ),
    ]
