"""Indexes by which whatever is done about one store reads the rows that it needs, and no others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sellers", "0006_bounded_ledgers")]

    operations = [
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
        migrations.AddIndex(
            model_name='penaltyappeal',
            index=models.Index(condition=models.Q(('decision', '')), fields=['penalty_store', 'decide_by', 'penalty'], name='open_appeals_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='penaltyappeal',
            index=models.Index(condition=models.Q(('decision', ''), _negated=True), fields=['-id'], name='decided_appeals'),
        ),
    ]
