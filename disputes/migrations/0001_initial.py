import disputes.models.laws
import disputes.models.numbers
import disputes.models.orders
import disputes.models.policy
import disputes.models.ruling
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name='AttachmentOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='CaseGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(unique=True, verbose_name='name')),
            ],
        ),
        migrations.CreateModel(
            name='EscrowTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('amount_minor', models.PositiveBigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('reference', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(verbose_name='text for both sides')),
                ('article', models.CharField(help_text="Of the platform's rules, such as 3.1.", max_length=20, verbose_name='article')),
                ('outcomes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('full', 'Full refund, without a return'), ('partial', 'Partial refund, without a return'), ('return', 'Return and refund'), ('none', 'No refund')], max_length=10), default=disputes.models.ruling.every_outcome, size=None, verbose_name='outcomes that it fits')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, help_text='Reasons of buyers, or branches of them. None: it fits all of them.', size=None, verbose_name='reasons that it fits')),
                ('only_returns', models.BooleanField(default=False, verbose_name='only after a contested return')),
                ('needs', models.CharField(blank=True, choices=[('', 'Nothing'), ('photo', 'A photo'), ('file', 'A photo or a document')], default='', max_length=10, verbose_name='what the evidence must hold')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('active', models.BooleanField(default=True, verbose_name='can be chosen')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
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
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('beat', 'Beat'), ('worker', 'Worker'), ('mailer', 'Sender of mails'), ('sweep', 'Deadlines enforced'), ('outbox', 'Outbox delivered'), ('mails', 'Mails sent'), ('ledgers', 'Standing of stores settled')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='last seen')),
            ],
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('production', 'production'), ('demo', 'a demo'), ('development', 'for development'), ('test', 'for tests')], max_length=20, verbose_name='kind')),
                ('marked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='marked at')),
            ],
        ),
        migrations.CreateModel(
            name='LineSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_reference', models.CharField(max_length=16, verbose_name='order')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(verbose_name='description')),
                ('picture', models.FileField(blank=True, max_length=200, storage=disputes.models.orders.private_storage, upload_to='', verbose_name='listing picture')),
                ('picture_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the picture')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('parcel_number', models.PositiveSmallIntegerField(verbose_name='parcel')),
                ('price_minor', models.PositiveBigIntegerField(verbose_name='price of one')),
                ('shipping_minor', models.PositiveBigIntegerField(verbose_name='shipping')),
                ('paid_minor', models.PositiveBigIntegerField(verbose_name='paid')),
                ('refunded_elsewhere_minor', models.PositiveBigIntegerField(verbose_name='refunded elsewhere')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('placed_at', models.DateTimeField(verbose_name='placed')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='cancelled')),
                ('dispatched_at', models.DateTimeField(null=True, verbose_name='dispatched')),
                ('promised_days', models.PositiveSmallIntegerField(null=True, verbose_name='promised delivery days')),
                ('promised_on', models.DateField(null=True, verbose_name='promised delivery date')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('status', models.CharField(blank=True, choices=[('label_created', 'Label made'), ('shipped', 'Dispatched'), ('in_transit', 'On its way'), ('customs_hold', 'Held by customs'), ('failed_attempt', 'Nobody was there to take it'), ('ready_for_pickup', 'Waiting to be picked up'), ('out_for_delivery', 'Out for delivery'), ('delivered', 'Delivered'), ('damaged', 'Damaged on the way'), ('refused', 'Refused at the door'), ('returned_to_sender', 'Returned to the sender'), ('lost', 'Lost'), ('canceled', 'Dispatch cancelled')], max_length=20, verbose_name='last thing known')),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('tracking_number', models.CharField(blank=True, max_length=80, verbose_name='tracking number')),
                ('as_of', models.PositiveIntegerField(default=1, verbose_name='as of event')),
            ],
            options={
                'verbose_name': 'snapshot of a line',
                'verbose_name_plural': 'snapshots of lines',
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('notice', 'What happened in a case'), ('digest', 'What happened in a day'), ('confirm', 'Confirm a mail address'), ('changed', 'The mail address was changed')], max_length=10, verbose_name='kind')),
                ('data', models.JSONField(default=dict, verbose_name='data')),
                ('message_id', models.CharField(max_length=120, unique=True, verbose_name='message id')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('next_attempt_at', models.DateTimeField(verbose_name='next attempt')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='address')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='plain text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('switch_off', models.CharField(blank=True, max_length=300, verbose_name='path to switch it off')),
                ('rendered_at', models.DateTimeField(null=True, verbose_name='written')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('bounced_at', models.DateTimeField(null=True, verbose_name='came back')),
                ('given_up_at', models.DateTimeField(null=True, verbose_name='given up')),
                ('skipped_at', models.DateTimeField(null=True, verbose_name='not sent')),
                ('skipped', models.CharField(blank=True, choices=[('overtaken', 'It no longer mattered when it was to be sent.'), ('address_failed', 'Earlier mails to this address came back.'), ('no_address', 'The person has no mail address any more.'), ('no_server', 'No mail server is set, so it is only kept.')], max_length=20, verbose_name='why not')),
            ],
        ),
        migrations.CreateModel(
            name='MailBreaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_error', models.TextField(blank=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('open_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='party')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('hides', models.JSONField(default=list, verbose_name='contact details in it')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('buyer_seen_at', models.DateTimeField(null=True, verbose_name='seen by the buyer')),
                ('seller_seen_at', models.DateTimeField(null=True, verbose_name='seen by the seller')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='MessageReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='reported by the')),
                ('reason', models.CharField(choices=[('rude', 'It is rude, or threatens'), ('pressure', 'It puts me under pressure, such as to withdraw or to praise'), ('elsewhere', 'It leads me away from the platform'), ('fraud', 'It looks like fraud'), ('other', 'Something else')], max_length=10, verbose_name='reason')),
                ('text', models.TextField(blank=True, verbose_name='in their words')),
                ('reported_at', models.DateTimeField(verbose_name='reported')),
                ('handled_at', models.DateTimeField(null=True, verbose_name='looked at')),
                ('finding', models.TextField(blank=True, verbose_name='found')),
            ],
            options={
                'verbose_name': 'reported message',
                'verbose_name_plural': 'reports',
                'ordering': ['reported_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='key')),
                ('kind', models.CharField(choices=[('turn', 'It is your turn'), ('last_day', 'Your time ends within a day'), ('decision', 'A case was decided, or has ended'), ('money', 'Money'), ('standing', 'Penalties and sanctions'), ('work', 'Work of the platform'), ('reminder', 'Half of your time is over'), ('message', 'Messages'), ('progress', 'What the others did'), ('news', 'News of the parcel and the order')], max_length=12, verbose_name='kind')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='side')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('data', models.JSONField(default=dict, verbose_name='details')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('mail_due_at', models.DateTimeField(null=True, verbose_name='to mail from')),
                ('in_digest', models.BooleanField(default=False, verbose_name='in the mail of the day')),
            ],
        ),
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('muted', models.JSONField(default=list, verbose_name='kinds that are not mailed')),
                ('digest', models.BooleanField(default=False, verbose_name='one mail a day')),
                ('quiet_from', models.TimeField(null=True, verbose_name='quiet from')),
                ('quiet_until', models.TimeField(null=True, verbose_name='quiet until')),
            ],
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True, verbose_name='reference')),
                ('external_id', models.CharField(blank=True, max_length=128, verbose_name="marketplace's number")),
                ('currency', models.CharField(help_text='ISO 4217 code', max_length=3, verbose_name='currency')),
                ('placed_at', models.DateTimeField(verbose_name='placed')),
                ('handling_days', models.PositiveSmallIntegerField(help_text='Days of 24 hours, counted from the order.', verbose_name='days to dispatch')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='cancelled')),
            ],
            options={
                'ordering': ['-placed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(verbose_name='description')),
                ('picture', models.FileField(blank=True, max_length=200, storage=disputes.models.orders.private_storage, upload_to='', verbose_name='listing picture')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('price_minor', models.PositiveBigIntegerField(verbose_name='price of one')),
                ('shipping_minor', models.PositiveBigIntegerField(default=0, verbose_name='shipping')),
                ('paid_minor', models.PositiveBigIntegerField(verbose_name='paid')),
                ('refunded_minor', models.PositiveBigIntegerField(default=0, verbose_name='refunded')),
                ('refunded_elsewhere_minor', models.PositiveBigIntegerField(default=0, verbose_name='refunded elsewhere')),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('refund', 'Pay a refund'), ('erase_files', 'Erase files'), ('standing', 'Tell the marketplace about a store')], max_length=20, verbose_name='topic')),
                ('key', models.CharField(max_length=60, verbose_name='key')),
                ('payload', models.JSONField(default=dict, verbose_name='payload')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('next_attempt_at', models.DateTimeField(verbose_name='next attempt')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('given_up_at', models.DateTimeField(null=True, verbose_name='given up')),
            ],
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('external_id', models.CharField(blank=True, max_length=128, verbose_name="marketplace's id")),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('tracking_number', models.CharField(blank=True, max_length=80, verbose_name='tracking number')),
                ('promised_days', models.PositiveSmallIntegerField(help_text='Days of 24 hours, counted from dispatch.', null=True, verbose_name='promised delivery days')),
                ('promised_on', models.DateField(help_text='Until the end of this day, in UTC.', null=True, verbose_name='promised delivery date')),
                ('dispatched_at', models.DateTimeField(null=True, verbose_name='dispatched')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('delivery_known_at', models.DateTimeField(null=True, verbose_name='delivery known')),
                ('status', models.CharField(blank=True, choices=[('label_created', 'Label made'), ('shipped', 'Dispatched'), ('in_transit', 'On its way'), ('customs_hold', 'Held by customs'), ('failed_attempt', 'Nobody was there to take it'), ('ready_for_pickup', 'Waiting to be picked up'), ('out_for_delivery', 'Out for delivery'), ('delivered', 'Delivered'), ('damaged', 'Damaged on the way'), ('refused', 'Refused at the door'), ('returned_to_sender', 'Returned to the sender'), ('lost', 'Lost'), ('canceled', 'Dispatch cancelled')], max_length=20, verbose_name='last thing known')),
                ('received_days', models.PositiveSmallIntegerField(default=0, verbose_name='received: apply so many days from when the delivery is known')),
                ('received_until', models.DateTimeField(null=True, verbose_name='received: apply until')),
                ('missing_from', models.DateTimeField(null=True, verbose_name='not received: apply from')),
                ('missing_until', models.DateTimeField(null=True, verbose_name='not received: apply until')),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ParcelFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('occurred_at', models.DateTimeField(verbose_name='happened')),
                ('source', models.CharField(max_length=80, verbose_name='source')),
                ('source_id', models.CharField(max_length=128, verbose_name="source's own id")),
                ('reported_at', models.DateTimeField(verbose_name='said by the source')),
                ('known_at', models.DateTimeField(verbose_name='known')),
            ],
            options={
                'ordering': ['parcel', 'occurred_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ParcelItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('disputed_pieces', models.PositiveIntegerField(default=0, verbose_name='pieces with a case')),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('change_note', models.CharField(help_text='Shown beside the version.', max_length=300, verbose_name='what changed and why')),
                ('content', models.JSONField(default=dict, editable=False, verbose_name='as published')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('apply_after_dispatch_days', disputes.models.numbers.NumberField(default=5, least=0, most=365, verbose_name='not received: apply this many days after dispatch')),
                ('apply_at_once_under_days', disputes.models.numbers.NumberField(default=5, least=0, most=365, verbose_name='not received: apply at once if fewer days were promised')),
                ('apply_after_promise_days', disputes.models.numbers.NumberField(default=15, least=0, most=365, verbose_name='not received: apply until this many days after the promised date')),
                ('apply_after_receipt_days', disputes.models.numbers.NumberField(default=5, least=1, most=365, verbose_name='received: apply until this many days after delivery')),
                ('handling_days', disputes.models.numbers.NumberField(default=7, least=1, most=365, verbose_name='never dispatched: apply this many days after the order, unless it says otherwise')),
                ('seller_response_days', disputes.models.numbers.NumberField(default=5, least=1, most=365, verbose_name='days for the seller to answer')),
                ('request_changes', disputes.models.numbers.NumberField(default=3, least=0, most=20, verbose_name='how often a buyer may change a request')),
                ('applications_per_line', disputes.models.numbers.NumberField(default=2, least=1, most=20, verbose_name='how often a buyer may apply for a refund of one item')),
                ('holiday_days', disputes.models.numbers.NumberField(default=15, least=0, most=60, verbose_name='days in a year on which a store can be closed')),
                ('holiday_notice_days', disputes.models.numbers.NumberField(default=7, least=1, most=90, verbose_name='days ahead that a store announces when it is closed')),
                ('clock_pause_days', disputes.models.numbers.NumberField(default=30, least=1, most=90, verbose_name='days that the platform can pause clocks at once')),
                ('negotiation_days', disputes.models.numbers.NumberField(default=7, least=1, most=365, verbose_name='days to negotiate')),
                ('hearing_days', disputes.models.numbers.NumberField(default=3, least=1, most=365, verbose_name='days to add evidence')),
                ('ruling_days', disputes.models.numbers.NumberField(default=2, least=1, most=365, verbose_name='days to rule')),
                ('appeal_days', disputes.models.numbers.NumberField(default=7, least=1, most=365, verbose_name='days to appeal')),
                ('appeal_ruling_days', disputes.models.numbers.NumberField(default=5, least=1, most=365, verbose_name='days to rule on appeal')),
                ('platform_days', disputes.models.numbers.NumberField(default=14, least=1, most=365, verbose_name='days for the platform in all, until it has ruled, or ruled on an appeal')),
                ('address_days', disputes.models.numbers.NumberField(default=2, least=1, most=365, verbose_name='days for the seller to give a return address')),
                ('address_changes', disputes.models.numbers.NumberField(default=1, least=0, most=10, verbose_name='how often a seller may change a return address that was given')),
                ('return_days', disputes.models.numbers.NumberField(default=10, least=1, most=365, verbose_name='days to send a return')),
                ('freight_percent', disputes.models.numbers.NumberField(default=50, least=1, most=200, verbose_name='of what was paid, percent that somebody else pays for the way back at most')),
                ('inspection_days', disputes.models.numbers.NumberField(default=3, least=1, most=365, verbose_name='days to inspect a delivered return')),
                ('return_transit_days', disputes.models.numbers.NumberField(default=30, least=1, most=365, verbose_name='days after sending until a return counts as delivered')),
                ('return_missing_days', disputes.models.numbers.NumberField(default=14, least=1, most=365, verbose_name='days after sending from which a return can be said not to have arrived')),
                ('evidence_requests', disputes.models.numbers.NumberField(default=3, least=0, most=10, verbose_name='how often an arbitrator may ask for evidence in a case')),
                ('notice_hours', disputes.models.numbers.NumberField(default=24, least=0, most=48, verbose_name='hours that a side has at least to answer what the other one adds')),
                ('answer_extensions', disputes.models.numbers.NumberField(default=2, least=0, most=10, verbose_name='how often a side may move the end of the evidence by what it adds late')),
                ('least_ruling_reasons', disputes.models.numbers.NumberField(default=30, least=1, most=500, verbose_name='letters that the reasons of a ruling have at least')),
                ('cases_in_hand', disputes.models.numbers.NumberField(default=20, least=1, most=200, verbose_name='cases that an arbitrator can have at once')),
                ('large_amounts', models.JSONField(default=disputes.models.policy.large_amounts, verbose_name='amounts from which a second arbitrator must approve')),
                ('early_hours', disputes.models.numbers.NumberField(default=48, least=0, most=720, verbose_name='hours within which an agreement earns a good mark')),
                ('warning_points', disputes.models.numbers.NumberField(default=6, least=1, most=1000, verbose_name='points that lead to a warning')),
                ('restrict_points', disputes.models.numbers.NumberField(default=12, least=1, most=1000, verbose_name='points that restrict a store')),
                ('restrict_days', disputes.models.numbers.NumberField(default=7, least=1, most=365, verbose_name='days of that restriction')),
                ('restrict_longer_points', disputes.models.numbers.NumberField(default=24, least=1, most=1000, verbose_name='points that restrict a store for longer')),
                ('restrict_longer_days', disputes.models.numbers.NumberField(default=14, least=1, most=365, verbose_name='days of the longer restriction')),
                ('pause_points', disputes.models.numbers.NumberField(default=36, least=1, most=1000, verbose_name='points that also pause the listings')),
                ('pause_days', disputes.models.numbers.NumberField(default=21, least=1, most=365, verbose_name='days of that pause')),
                ('close_points', disputes.models.numbers.NumberField(default=48, least=1, most=1000, verbose_name='points that close a store')),
                ('close_notice_days', disputes.models.numbers.NumberField(default=30, least=1, most=365, verbose_name='days of notice before a store is closed')),
                ('penalty_appeal_days', disputes.models.numbers.NumberField(default=183, least=1, most=365, verbose_name='days to appeal a penalty')),
                ('penalty_decision_days', disputes.models.numbers.NumberField(default=10, least=1, most=365, verbose_name='days to decide on that appeal; then it is for the store')),
                ('suspend_on_appeal', models.BooleanField(default=True, verbose_name='points do not count while their appeal is open')),
                ('second_person_points', disputes.models.numbers.NumberField(default=12, least=1, most=500, verbose_name='points by hand from which a second person must approve')),
                ('second_person_days', disputes.models.numbers.NumberField(default=30, least=1, most=365, verbose_name='days in which points by hand of one person for one store count together')),
                ('least_reasons', disputes.models.numbers.NumberField(default=10, least=1, most=200, verbose_name='letters and digits in reasons of the platform at least')),
                ('least_orders', disputes.models.numbers.NumberField(default=50, least=1, most=10000, verbose_name='orders in 90 days below which rates only warn')),
                ('most_cases', disputes.models.numbers.NumberField(default=10, least=1, most=100, verbose_name='cases in 100 orders, in 90 days, at most')),
                ('most_lost', disputes.models.numbers.NumberField(default=3, least=1, most=100, verbose_name='lost rulings in 100 orders, in 90 days, at most')),
                ('most_late', disputes.models.numbers.NumberField(default=2, least=1, most=100, verbose_name='unanswered requests in 100 orders, in 90 days, at most')),
                ('message_characters', disputes.models.numbers.NumberField(default=2000, least=100, most=4000, verbose_name='characters of a message between the sides at most')),
                ('messages_a_day', disputes.models.numbers.NumberField(default=20, least=1, most=200, verbose_name='messages that a side may send in a case in 24 hours')),
                ('file_megabytes', disputes.models.numbers.NumberField(default=15, least=5, most=18, verbose_name='megabytes of a file at most')),
                ('photo_megapixels', disputes.models.numbers.NumberField(default=64, least=12, most=100, verbose_name='megapixels of a photo at most')),
                ('files_at_once', disputes.models.numbers.NumberField(default=10, least=1, most=20, verbose_name='files in one statement at most')),
                ('files_per_side', disputes.models.numbers.NumberField(default=60, least=1, most=500, verbose_name='files of one side in a case at most')),
                ('keep_draft_days', disputes.models.numbers.NumberField(default=30, least=1, most=365, verbose_name='days to keep files that were added to a form and never sent')),
                ('keep_notice_days', disputes.models.numbers.NumberField(default=365, least=190, most=3650, verbose_name='days to keep notices and mails')),
                ('keep_days', disputes.models.numbers.NumberField(default=730, least=180, most=3650, verbose_name='days to keep words and photos of a closed case')),
            ],
            options={
                'verbose_name_plural': 'policies',
                'ordering': ['-version'],
                'get_latest_by': 'version',
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('escrow', 'Held in escrow'), ('seller', 'Charged to the seller'), ('platform', 'Paid by the platform'), ('owed', 'Owed to the buyer'), ('buyer', 'Paid to the buyer')], max_length=10, verbose_name='account')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('posted_at', models.DateTimeField(verbose_name='posted')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='party')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('solution', models.CharField(choices=[('refund', 'Refund only'), ('return_and_refund', 'Return and refund'), ('no_refund', 'No refund')], max_length=20, verbose_name='solution')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('freight_payer', models.CharField(blank=True, choices=[('seller', 'The seller pays the return'), ('buyer', 'The buyer pays the return'), ('platform', 'The platform pays the return')], max_length=10, verbose_name='who pays the return')),
                ('freight_minor', models.PositiveBigIntegerField(default=0, verbose_name='return freight at most')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('status', models.CharField(choices=[('live', 'On the table'), ('replaced', 'Replaced'), ('accepted', 'Accepted'), ('imposed', 'Imposed'), ('lapsed', 'No longer on the table')], default='live', max_length=10, verbose_name='status')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('received', models.BooleanField(verbose_name='the goods were received')),
                ('undispatched', models.BooleanField(default=False, help_text='All other reasons can be chosen once it was dispatched.', verbose_name='only for what was never dispatched')),
                ('evidence_hint', models.CharField(blank=True, max_length=300, verbose_name='evidence that helps')),
                ('photos_required', models.PositiveSmallIntegerField(default=0, verbose_name='photos required')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('active', models.BooleanField(default=True, verbose_name='can be chosen')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
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
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='idempotency key')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('freight_minor', models.PositiveBigIntegerField(default=0, verbose_name='return freight')),
                ('freight_payer', models.CharField(blank=True, choices=[('seller', 'The seller pays the return'), ('buyer', 'The buyer pays the return'), ('platform', 'The platform pays the return')], max_length=10, verbose_name='who pays the return')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('decided_at', models.DateTimeField(verbose_name='decided')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='paid')),
                ('gateway_reference', models.CharField(blank=True, max_length=80, verbose_name="gateway's reference")),
            ],
        ),
        migrations.CreateModel(
            name='RefusedUploads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('opened', models.PositiveIntegerField(db_default=0, default=0)),
                ('number', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='RegularWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('database', models.CharField(max_length=60)),
                ('paused_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('on_appeal', models.BooleanField(verbose_name='on appeal')),
                ('confirms', models.BooleanField(null=True, verbose_name='confirms the ruling before it')),
                ('against_store', models.BooleanField(default=False, verbose_name='gives more than the store offered')),
                ('waited_since', models.DateTimeField(verbose_name='waited since')),
                ('ruled_at', models.DateTimeField(verbose_name='ruled')),
            ],
            options={
                'ordering': ['ruled_at', 'id'],
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
        migrations.CreateModel(
            name='SignInCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('pair', 'pair'), ('account', 'account'), ('address', 'address')], max_length=8)),
                ('key', models.CharField(max_length=64)),
                ('count', models.FloatField(default=0)),
                ('counted_at', models.DateTimeField()),
                ('blocked_until', models.DateTimeField(null=True)),
                ('succeeded_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Store',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('return_address', models.TextField(blank=True, verbose_name='return address')),
                ('return_country', models.CharField(blank=True, max_length=2, verbose_name='country of the return address')),
                ('return_address_version', models.PositiveIntegerField(default=0, verbose_name='version of the address')),
                ('external_id', models.CharField(blank=True, max_length=128, verbose_name="marketplace's id")),
            ],
        ),
        migrations.CreateModel(
            name='StoreMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='WorkCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('label', models.CharField(blank=True, max_length=40)),
                ('value', models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('external_id', models.CharField(blank=True, editable=False, max_length=128, verbose_name="marketplace's id")),
                ('time_zone', models.CharField(blank=True, help_text='IANA name, such as Europe/Madrid. Empty: the zone of the browser.', max_length=64, verbose_name='time zone')),
                ('failed_email', models.EmailField(blank=True, editable=False, max_length=254)),
                ('email_failed_at', models.DateTimeField(editable=False, null=True)),
                ('signed_out_at', models.DateTimeField(editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('client', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.client')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ClockPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='number')),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('why', models.CharField(max_length=300, verbose_name='why')),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('return_country', models.CharField(blank=True, max_length=2, verbose_name='country of the return')),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('awaiting_seller', 'Waiting for the seller'), ('negotiating', 'In negotiation'), ('hearing', 'Evidence open'), ('awaiting_ruling', 'With the platform'), ('ruled', 'Ruled, may be appealed'), ('appealed', 'Under appeal'), ('awaiting_address', 'Waiting for the return address'), ('awaiting_return', 'Waiting for the return'), ('return_in_transit', 'Return on its way'), ('resolved', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=20), default=list, size=None, verbose_name='states')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended early')),
                ('spread_at', models.DateTimeField(null=True, verbose_name='carried out')),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.client', verbose_name='marketplace')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauses',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ClosedDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('zone', models.CharField(max_length=64, verbose_name='time zone')),
                ('begins_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('announced_at', models.DateTimeField(verbose_name='announced')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='taken back')),
                ('is_used', models.BooleanField(default=False, verbose_name='a clock leaves them out')),
                ('announced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'closed days',
                'verbose_name_plural': 'closed days',
                'ordering': ['store', 'begins_at'],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('buyer_finished_at', models.DateTimeField(null=True, verbose_name='buyer has nothing to add')),
                ('seller_finished_at', models.DateTimeField(null=True, verbose_name='seller has nothing to add')),
                ('buyer_asked', models.BooleanField(default=False, verbose_name='buyer was asked for evidence')),
                ('seller_asked', models.BooleanField(default=False, verbose_name='seller was asked for evidence')),
                ('buyer_extensions', models.PositiveSmallIntegerField(default=0, verbose_name='moved the end')),
                ('seller_extensions', models.PositiveSmallIntegerField(default=0, verbose_name='moved the end')),
                ('buyer_appealed_at', models.DateTimeField(null=True, verbose_name='buyer appealed')),
                ('seller_appealed_at', models.DateTimeField(null=True, verbose_name='seller appealed')),
                ('buyer_may_appeal', models.BooleanField(default=False, verbose_name='buyer may appeal')),
                ('seller_may_appeal', models.BooleanField(default=False, verbose_name='seller may appeal')),
                ('buyer_accepted_ruling_at', models.DateTimeField(null=True, verbose_name='buyer accepted the ruling')),
                ('seller_accepted_ruling_at', models.DateTimeField(null=True, verbose_name='seller accepted the ruling')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due')),
                ('remind_at', models.DateTimeField(null=True, verbose_name='next reminder')),
                ('asked_until', models.DateTimeField(null=True, verbose_name='to be answered until')),
                ('answers_until', models.DateTimeField(null=True, verbose_name='can be answered until')),
                ('rests', models.JSONField(default=list, verbose_name='times that do not count')),
                ('pauses_read', models.PositiveIntegerField(default=0, verbose_name='pauses read')),
                ('fact_extensions', models.PositiveSmallIntegerField(default=0, verbose_name='moved by facts')),
                ('return_address', models.TextField(blank=True, verbose_name='return address')),
                ('return_country', models.CharField(blank=True, max_length=2, verbose_name='country of the return address')),
                ('address_changes', models.PositiveSmallIntegerField(default=0, verbose_name='changes of the address')),
                ('return_carrier', models.CharField(blank=True, max_length=80, verbose_name='return carrier')),
                ('return_tracking', models.CharField(blank=True, max_length=80, verbose_name='return tracking number')),
                ('return_shipped_at', models.DateTimeField(null=True, verbose_name='return sent')),
                ('return_delivered_at', models.DateTimeField(null=True, verbose_name='return delivered')),
                ('freight_payer', models.CharField(blank=True, choices=[('seller', 'The seller pays the return'), ('buyer', 'The buyer pays the return'), ('platform', 'The platform pays the return')], max_length=10, verbose_name='who pays the return')),
                ('freight_most_minor', models.PositiveBigIntegerField(default=0, verbose_name='return freight at most')),
                ('freight_paid_minor', models.PositiveBigIntegerField(null=True, verbose_name='return freight paid')),
                ('return_claim', models.CharField(blank=True, choices=[('not_arrived', 'It has not arrived'), ('incomplete', 'Only some of the pieces came back'), ('not_in_order', 'What came back is not in order')], max_length=20, verbose_name='what is wrong with the return')),
                ('return_pieces', models.PositiveIntegerField(null=True, verbose_name='pieces that came back')),
                ('return_contested_at', models.DateTimeField(null=True, verbose_name='return contested')),
                ('evidence_closed_at', models.DateTimeField(null=True, verbose_name='evidence last closed')),
                ('ruling_written_at', models.DateTimeField(null=True, verbose_name='ruling written')),
                ('decide_by', models.DateTimeField(null=True, verbose_name='to be decided by')),
                ('evidence_requests', models.PositiveSmallIntegerField(default=0, verbose_name='requests for evidence')),
                ('state', django_fsm.FSMField(choices=[('awaiting_seller', 'Waiting for the seller'), ('negotiating', 'In negotiation'), ('hearing', 'Evidence open'), ('awaiting_ruling', 'With the platform'), ('ruled', 'Ruled, may be appealed'), ('appealed', 'Under appeal'), ('awaiting_address', 'Waiting for the return address'), ('awaiting_return', 'Waiting for the return'), ('return_in_transit', 'Return on its way'), ('resolved', 'Closed'), ('withdrawn', 'Withdrawn')], default='awaiting_seller', max_length=20, protected=True, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='filed')),
                ('changes', models.PositiveSmallIntegerField(default=0, verbose_name='changes of the request')),
                ('held_until', models.DateTimeField(null=True, verbose_name='held until')),
                ('arrived_at', models.DateTimeField(null=True, verbose_name='arrived after all')),
                ('settled_by', models.CharField(blank=True, choices=[('agreement', 'Agreement'), ('seller_silence', 'Seller did not answer'), ('ruling', 'Ruling'), ('appeal', 'Ruling on appeal'), ('no_ruling', 'Platform did not rule in time')], max_length=20, verbose_name='settled by')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('reference', models.CharField(max_length=16, unique=True, verbose_name='reference')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language of the buyer')),
                ('reason_labels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None, verbose_name='reason as the buyer read it')),
                ('application', models.PositiveSmallIntegerField(default=1, verbose_name='application')),
                ('received', models.BooleanField(verbose_name='the goods were received')),
                ('came_after_at', models.DateTimeField(null=True, verbose_name='delivered after the end')),
                ('seller_to_act', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('state__in', ['awaiting_seller', 'negotiating', 'awaiting_address', 'return_in_transit']), models.Q(('seller_finished_at', None), ('state', 'hearing')), models.Q(('seller_finished_at', None), ('state', 'appealed')), models.Q(('seller_may_appeal', True), ('state', 'ruled')), _connector='OR'), then=True), default=False), output_field=models.BooleanField(), verbose_name='the seller can act')),
                ('event_count', models.PositiveIntegerField(default=0, verbose_name='events')),
                ('chain_head', models.CharField(blank=True, max_length=64, verbose_name='hash of the last event')),
                ('last_event_at', models.DateTimeField(verbose_name='last event')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='erased')),
                ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_cases', to=settings.AUTH_USER_MODEL, verbose_name='arbitrator')),
                ('buyer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='disputes.casegroup')),
                ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ruling proposed by')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'permissions': [('arbitrate', 'Can rule on cases'), ('supervise', 'Can reassign cases and publish policies'), ('audit', 'Can read all cases and change nothing')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('opened', 'Request submitted'), ('changed', 'Request changed'), ('withdrawn', 'Request withdrawn'), ('arrival_reported', 'Arrived after all'), ('held', 'Still on its way'), ('came_after', 'Delivered after the end'), ('accepted', 'Solution accepted'), ('rejected', 'Request rejected'), ('proposed', 'Solution proposed'), ('escalated', 'Platform asked to decide'), ('evidence_added', 'Evidence added'), ('evidence_changed', 'Evidence changed'), ('evidence_seen', 'Evidence seen'), ('evidence_finished', 'Nothing to add'), ('message_sent', 'Message sent'), ('message_seen', 'Message seen'), ('evidence_closed', 'Evidence closed'), ('evidence_requested', 'Evidence requested'), ('taken', 'Arbitrator assigned'), ('reassigned', 'Arbitrator changed'), ('handed_back', 'Case handed back'), ('ruling_proposed', 'Ruling to be approved'), ('ruling_sent_back', 'Ruling sent back'), ('ruled', 'Ruling issued'), ('ruling_accepted', 'Ruling accepted'), ('appealed', 'Ruling appealed'), ('no_judge', 'Nobody may judge'), ('not_ruled', 'Not ruled in time'), ('ruling_carried_out', 'Ruling carried out'), ('forced', 'Solution forced'), ('taken_over', 'Taken over by the platform'), ('address_given', 'Return address given'), ('return_shipped', 'Return shipped'), ('freight_claimed', 'Return freight entered'), ('tracking_corrected', 'Return tracking corrected'), ('return_delivered', 'Return delivered'), ('return_confirmed', 'Return received'), ('return_contested', 'Return contested'), ('return_lapsed', 'Return not sent'), ('return_passed', 'Return not answered'), ('return_waived', 'No return address'), ('refund_cut', 'Refund cut'), ('store_closed', 'Store closed'), ('clock_paused', 'Clock paused'), ('order_corrected', 'Order corrected'), ('refund_paid', 'Refund paid'), ('erased', 'Words and photos erased')], max_length=24, verbose_name='kind')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='party')),
                ('from_state', models.CharField(blank=True, choices=[('awaiting_seller', 'Waiting for the seller'), ('negotiating', 'In negotiation'), ('hearing', 'Evidence open'), ('awaiting_ruling', 'With the platform'), ('ruled', 'Ruled, may be appealed'), ('appealed', 'Under appeal'), ('awaiting_address', 'Waiting for the return address'), ('awaiting_return', 'Waiting for the return'), ('return_in_transit', 'Return on its way'), ('resolved', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='from')),
                ('to_state', models.CharField(choices=[('awaiting_seller', 'Waiting for the seller'), ('negotiating', 'In negotiation'), ('hearing', 'Evidence open'), ('awaiting_ruling', 'With the platform'), ('ruled', 'Ruled, may be appealed'), ('appealed', 'Under appeal'), ('awaiting_address', 'Waiting for the return address'), ('awaiting_return', 'Waiting for the return'), ('return_in_transit', 'Return on its way'), ('resolved', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='to')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due after it')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('data', models.JSONField(default=dict, verbose_name='details')),
                ('data_hash', models.CharField(max_length=64, verbose_name='hash of the details')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='disputes.dispute')),
            ],
            options={
                'ordering': ['dispute', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('party', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('platform', 'Platform')], max_length=10, verbose_name='party')),
                ('text', models.TextField(blank=True, verbose_name='statement')),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='changed')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='first seen by the other side')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='disputes.dispute')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('evidence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='disputes.evidence')),
            ],
            options={
                'ordering': ['ruling', 'evidence'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('document', 'Document')], default='photo', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='file name')),
                ('caption', models.CharField(blank=True, max_length=200, verbose_name='caption')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('original', models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to='')),
                ('content_type', models.CharField(default='image/jpeg', max_length=40, verbose_name='format')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('animated', models.BooleanField(default=False, verbose_name='one of several pictures')),
                ('shared', models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to='')),
                ('shared_size', models.PositiveIntegerField(default=0, verbose_name='bytes of the shared copy')),
                ('shared_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the shared copy')),
                ('thumbnail', models.FileField(blank=True, max_length=120, storage=disputes.models.orders.private_storage, upload_to='')),
                ('thumbnail_sha256', models.CharField(blank=True, max_length=64)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('perceptual_hash', models.BigIntegerField(null=True)),
                ('photo_metadata', models.JSONField(default=dict)),
                ('replaced_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='disputes.attachment')),
                ('uploader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to=settings.AUTH_USER_MODEL)),
                ('kept_for', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disputes.attachmentowner')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disputes.evidence')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ground',
            trigger=pgtrigger.compiler.Trigger(name='ground_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='cceda960c7cae4c80f8251e81b0e950e5db7f4a1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ground_never_emptied', table='disputes_ground', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ground',
            trigger=pgtrigger.compiler.Trigger(name='ground_stays', sql=disputes.models.laws.LawSql(func="\n    IF (NEW.code, NEW.article, NEW.title, NEW.text, NEW.outcomes)\n        IS DISTINCT FROM (OLD.code, OLD.article, OLD.title, OLD.text, OLD.outcomes)\n        AND EXISTS (SELECT FROM disputes_ruling AS ruling WHERE ruling.ground_id = OLD.id)\n    THEN\n        RAISE EXCEPTION 'a ground that a ruling rests on keeps its words'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='18b03149453e120e3d3b53dd9f160042472f33e8', operation='UPDATE', pgid='pgtrigger_ground_stays', table='disputes_ground', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='haltedcleanup',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='heartbeat',
            constraint=models.UniqueConstraint(fields=('kind', 'name'), name='one_heartbeat_each'),
        ),
        migrations.AddConstraint(
            model_name='installation',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_installation'),
        ),
        migrations.AddConstraint(
            model_name='installation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['production', 'demo', 'development', 'test'])), name='installation_kind_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='installation',
            trigger=pgtrigger.compiler.Trigger(name='installation_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='735dd366aa02bd207750b88eab57c2aef757232b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_installation_never_emptied', table='disputes_installation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='installation',
            trigger=pgtrigger.compiler.Trigger(name='installation_stays', sql=disputes.models.laws.LawSql(func="\n    RAISE EXCEPTION 'a database stays what it is: it was marked as %', OLD.kind\n        USING ERRCODE = 'integrity_constraint_violation';\n", hash='33eb7ede4d9b292281e256eefaf51b0a9125924a', operation='UPDATE OR DELETE', pgid='pgtrigger_installation_stays', table='disputes_installation', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='linesnapshot',
            name='dispute',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='mail',
            name='dispute',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='mail',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='mailbreaker',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_mail_breaker'),
        ),
        migrations.AddField(
            model_name='message',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='message',
            name='dispute',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='message',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disputes.message'),
        ),
        migrations.AddField(
            model_name='messagereport',
            name='handled_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='messagereport',
            name='message',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='disputes.message'),
        ),
        migrations.AddField(
            model_name='messagereport',
            name='reporter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='dispute',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='notice',
            name='event',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.event'),
        ),
        migrations.AddField(
            model_name='notice',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='disputes.mail'),
        ),
        migrations.AddField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='noticesettings',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_settings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='order',
            name='buyer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='order',
            name='client',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.client'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='disputes.order'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='disputes.orderline'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('delivered_at', None), ('given_up_at', None)), fields=['topic', 'next_attempt_at', 'id'], name='outbox_to_deliver'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('delivered_at', None), ('given_up_at__isnull', False)), fields=['given_up_at', 'id'], name='dead_letters'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.UniqueConstraint(fields=('key',), name='one_message_a_key'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outboxmessage',
            trigger=pgtrigger.compiler.Trigger(name='outbox_message_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='5be708c2e2227692154bb4868e4c430a8df00dc3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outbox_message_never_emptied', table='disputes_outboxmessage', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='parcel',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='disputes.order'),
        ),
        migrations.AddField(
            model_name='casegroup',
            name='parcel',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='case_groups', to='disputes.parcel'),
        ),
        migrations.AddField(
            model_name='parcelfact',
            name='parcel',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='disputes.parcel'),
        ),
        migrations.AddField(
            model_name='parcelitem',
            name='line',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='disputes.orderline'),
        ),
        migrations.AddField(
            model_name='parcelitem',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='disputes.order'),
        ),
        migrations.AddField(
            model_name='parcelitem',
            name='parcel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='disputes.parcel'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='disputes.parcelitem'),
        ),
        migrations.AddField(
            model_name='policy',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='policy',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.policy'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='dispute',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='made_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dispute',
            name='settlement',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.proposal'),
        ),
        migrations.AddField(
            model_name='reason',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='disputes.reason'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='reason',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.reason'),
        ),
        migrations.AddField(
            model_name='reasonshot',
            name='reason',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shots', to='disputes.reason'),
        ),
        migrations.AddField(
            model_name='refund',
            name='dispute',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='refund',
            name='line',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='disputes.orderline'),
        ),
        migrations.AddField(
            model_name='posting',
            name='refund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='disputes.refund'),
        ),
        migrations.AddField(
            model_name='refuseduploads',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='regularwork',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_regular_work'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='arbitrator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruling',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='ground',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.ground'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='proposal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='disputes.proposal'),
        ),
        migrations.AddField(
            model_name='citation',
            name='ruling',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='disputes.ruling'),
        ),
        migrations.AddField(
            model_name='reasonshot',
            name='shot',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.shot'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='shot',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.shot', verbose_name='what it shows'),
        ),
        migrations.AddIndex(
            model_name='signincount',
            index=models.Index(fields=['counted_at'], name='sign_in_counts_by_age'),
        ),
        migrations.AddConstraint(
            model_name='signincount',
            constraint=models.UniqueConstraint(fields=('scope', 'key'), name='one_count_of_sign_ins_each'),
        ),
        migrations.AddField(
            model_name='store',
            name='client',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.client'),
        ),
        migrations.AddField(
            model_name='order',
            name='store',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='disputes.store'),
        ),
        migrations.AddField(
            model_name='notice',
            name='store',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.store'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='store',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='disputes.store'),
        ),
        migrations.AddField(
            model_name='closeddays',
            name='store',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='closed_days', to='disputes.store'),
        ),
        migrations.AddField(
            model_name='clockpause',
            name='store',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.store', verbose_name='store'),
        ),
        migrations.AddField(
            model_name='storemember',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='disputes.store'),
        ),
        migrations.AddField(
            model_name='storemember',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='store',
            name='members',
            field=models.ManyToManyField(related_name='stores', through='disputes.StoreMember', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='workcounter',
            constraint=models.UniqueConstraint(fields=('name', 'label'), name='one_tally_each'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('username'), 'gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('first_name'), 'gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('last_name'), 'gin_trgm_ops'), name='words_in_names_of_people'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('failed_email', ''), _negated=True), fields=['email_failed_at'], name='people_whose_mail_came_back'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('client', 'external_id'), name='one_person_per_external_id', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('dispute', 'number'), name='event_number_in_case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='event_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='b759debba3b816be25bfa2b8b8bb4cddecb9d62f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_never_emptied', table='disputes_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='event_append_only', sql=disputes.models.laws.LawSql(declare="DECLARE free_text text[] := ARRAY['text', 'captions', 'reasons', 'carrier', 'tracking', 'address', 'country', 'salt'];", func="\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'\n        AND NEW.data = OLD.data - free_text\n        AND EXISTS (\n            SELECT FROM disputes_dispute AS dispute\n            WHERE dispute.id = OLD.dispute_id AND dispute.closed_at IS NOT NULL\n        )\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n        USING ERRCODE = 'integrity_constraint_violation';\n", hash='6ebef7ce270207d75f24f880b596f9a7cc08c27a', operation='UPDATE OR DELETE', pgid='pgtrigger_event_append_only', table='disputes_event', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('dispute', 'number'), name='evidence_number_in_case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='evidence_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='a7dfc62f83c0ec167ad654f0327b0bfb10ece006', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_evidence_never_emptied', table='disputes_evidence', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='haltedcleanup',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'day'), name='one_open_halt_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='haltedcleanup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='halt_approved_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='linesnapshot',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), 'gin_trgm_ops'), name='words_in_disputed_titles'),
        ),
        migrations.AddIndex(
            model_name='linesnapshot',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='snapshots_by_picture'),
        ),
        migrations.AddConstraint(
            model_name='linesnapshot',
            constraint=models.CheckConstraint(condition=models.Q(('delivered_at', None), models.Q(('delivered_at__gte', models.F('dispatched_at')), ('dispatched_at__isnull', False)), _connector='OR'), name='snapshot_delivered_after_dispatch'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linesnapshot',
            trigger=pgtrigger.compiler.Trigger(name='line_snapshot_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='9c41436afaad1d528e9bd6a19761c432ef98d996', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_line_snapshot_never_emptied', table='disputes_linesnapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linesnapshot',
            trigger=pgtrigger.compiler.Trigger(name='snapshot_stays', sql=disputes.models.laws.LawSql(declare="DECLARE facts text[] := ARRAY['paid_minor', 'refunded_elsewhere_minor', 'cancelled_at', 'dispatched_at', 'promised_days', 'promised_on', 'delivered_at', 'status', 'carrier', 'tracking_number', 'as_of'];", func="\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - facts = to_jsonb(OLD) - facts\n        AND NEW.as_of > OLD.as_of\n        AND EXISTS (\n            SELECT FROM disputes_event AS event\n            WHERE event.dispute_id = NEW.dispute_id AND event.number = NEW.as_of\n                AND event.kind = 'order_corrected'\n        )\n    THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'what a case is about stays as it was'\n        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'snapshot_stays';\n", hash='6c19dfa005dd7464003fb2e8f517aeb23d714bb3', operation='UPDATE OR DELETE', pgid='pgtrigger_snapshot_stays', table='disputes_linesnapshot', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('bounced_at', None), ('given_up_at', None), ('sent_at', None), ('skipped_at', None)), fields=['next_attempt_at', 'id'], name='mails_to_send'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('given_up_at__isnull', False), ('sent_at', None)), fields=['given_up_at', 'id'], name='mails_given_up'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['-created_at', '-id'], name='mails_latest_first'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('dispute', 'number'), name='message_number_in_case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='message_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='b8484c1dde2ae80e323197f0467f77d8cc5ce5c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_message_never_emptied', table='disputes_message', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='messagereport',
            index=models.Index(condition=models.Q(('handled_at', None)), fields=['reported_at'], name='reports_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='messagereport',
            constraint=models.UniqueConstraint(fields=('message', 'party'), name='reported_once_by_a_side'),
        ),
        migrations.AddConstraint(
            model_name='messagereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('handled_at', None), ('handled_by', None)), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False)), _connector='OR'), name='somebody_looked_at_a_report'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messagereport',
            trigger=pgtrigger.compiler.Trigger(name='message_report_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='9e211da74368b00e9f24418b264721eb1c1c8474', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_message_report_never_emptied', table='disputes_messagereport', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='noticesettings',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='quiet_hours_have_two_ends'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticesettings',
            trigger=pgtrigger.compiler.Trigger(name='notice_settings_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='16259112af611a616c47f83dce6f2e7e62e1c842', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_notice_settings_never_emptied', table='disputes_noticesettings', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), 'gin_trgm_ops'), name='words_in_titles'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='lines_by_picture'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.UniqueConstraint(fields=('order', 'number'), name='line_number_in_order'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_minor__lte', models.F('paid_minor'))), name='refunds_within_paid'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='line_has_pieces'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderline',
            trigger=pgtrigger.compiler.Trigger(name='order_line_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='abf44d063e79012f00e319c00252d6c4f4877bcd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_order_line_never_emptied', table='disputes_orderline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderline',
            trigger=pgtrigger.compiler.Trigger(name='line_of_a_case_stays', sql=disputes.models.laws.LawSql(func="\n    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.line_id = OLD.id) THEN\n        RAISE EXCEPTION 'order line % has a case, so it stays where it is', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'line_of_a_case_stays';\n    END IF;\n    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n", hash='51398b2ba76924d05e4aa3f0a8831ff855fa1a7b', operation='DELETE', pgid='pgtrigger_line_of_a_case_stays', table='disputes_orderline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderline',
            trigger=pgtrigger.compiler.Trigger(name='line_of_a_case_keeps_its_order', sql=disputes.models.laws.LawSql(condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id"))', func="\n    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.line_id = OLD.id) THEN\n        RAISE EXCEPTION 'order line % has a case, so it stays where it is', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'line_of_a_case_stays';\n    END IF;\n    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n", hash='a3288467f62b9786c57a5b3ba9ad9e843d8348a2', operation='UPDATE OF "order_id", "number"', pgid='pgtrigger_line_of_a_case_keeps_its_order', table='disputes_orderline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderline',
            trigger=pgtrigger.compiler.Trigger(name='paid_covers_open_cases', sql=disputes.models.laws.LawSql(condition='WHEN (NEW."paid_minor" < (OLD."paid_minor"))', declare='DECLARE asked bigint;', func="\n    PERFORM FROM disputes_dispute AS dispute\n    WHERE dispute.line_id = NEW.id AND dispute.closed_at IS NULL FOR UPDATE;\n    SELECT sum(most) INTO asked FROM (\n        SELECT max(proposal.amount_minor) AS most\n        FROM disputes_dispute AS dispute JOIN disputes_proposal AS proposal\n            ON proposal.dispute_id = dispute.id\n            AND (proposal.status = 'live' OR proposal.id = dispute.settlement_id)\n        WHERE dispute.line_id = NEW.id AND dispute.closed_at IS NULL\n        GROUP BY dispute.id\n    ) AS by_case;\n    IF NEW.paid_minor < NEW.refunded_minor + coalesce(asked, 0) THEN\n        RAISE EXCEPTION\n            'what was paid for order line % covers its refunds and its open cases', NEW.id\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_covers_open_cases';\n    END IF;\n    RETURN NEW;\n", hash='837e8cd66e7c98b72f8ef1a88dd84f29bd489982', operation='UPDATE OF "paid_minor"', pgid='pgtrigger_paid_covers_open_cases', table='disputes_orderline', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(fields=('order', 'number'), name='parcel_number_in_order'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('order', 'external_id'), name='one_parcel_per_external_id'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('promised_days__isnull', False), ('promised_on__isnull', False), _connector='OR'), name='parcel_has_a_promise'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('delivered_at', None), models.Q(('delivered_at__gte', models.F('dispatched_at')), ('dispatched_at__isnull', False)), _connector='OR'), name='delivered_after_dispatch'),
        ),
        migrations.AddConstraint(
            model_name='parcelfact',
            constraint=models.UniqueConstraint(fields=('parcel', 'source', 'source_id', 'reported_at', 'kind', 'occurred_at'), name='fact_once_in_a_parcel'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parcelfact',
            trigger=pgtrigger.compiler.Trigger(name='parcel_fact_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='84ed054266d72ae6c5e3d21f70d8be82cc9e93c0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_parcel_fact_never_emptied', table='disputes_parcelfact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parcelfact',
            trigger=pgtrigger.compiler.Trigger(name='parcel_fact_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='0d096b2669fb37ec9469da1319ebfb9d3b7411f4', operation='UPDATE OR DELETE', pgid='pgtrigger_parcel_fact_append_only', table='disputes_parcelfact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='parcelitem',
            constraint=models.UniqueConstraint(fields=('order', 'number'), name='item_number_in_order'),
        ),
        migrations.AddConstraint(
            model_name='parcelitem',
            constraint=models.UniqueConstraint(fields=('line', 'parcel'), name='line_once_in_a_parcel'),
        ),
        migrations.AddConstraint(
            model_name='parcelitem',
            constraint=models.CheckConstraint(condition=models.Q(('disputed_pieces__lte', models.F('pieces'))), name='one_case_per_piece'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parcelitem',
            trigger=pgtrigger.compiler.Trigger(name='item_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='095d557cf166918d66dbf191278d161aa5e20a73', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_item_never_emptied', table='disputes_parcelitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parcelitem',
            trigger=pgtrigger.compiler.Trigger(name='item_of_a_case_stays', sql=disputes.models.laws.LawSql(func="\n    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.item_id = OLD.id) THEN\n        RAISE EXCEPTION 'item % of a parcel has a case, so it stays where it is', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_of_a_case_stays';\n    END IF;\n    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n", hash='193770d85aca44c3fc19da37680ccafc17dd9c41', operation='DELETE', pgid='pgtrigger_item_of_a_case_stays', table='disputes_parcelitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parcelitem',
            trigger=pgtrigger.compiler.Trigger(name='item_of_a_case_keeps_its_line', sql=disputes.models.laws.LawSql(condition='WHEN (OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."parcel_id" IS DISTINCT FROM (NEW."parcel_id"))', func="\n    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.item_id = OLD.id) THEN\n        RAISE EXCEPTION 'item % of a parcel has a case, so it stays where it is', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_of_a_case_stays';\n    END IF;\n    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n", hash='69d6a65f41df5ce79f9a2c884691af4ecf94b401', operation='UPDATE OF "order_id", "number", "parcel_id", "line_id"', pgid='pgtrigger_item_of_a_case_keeps_its_line', table='disputes_parcelitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('keep_days__gte', models.F('penalty_appeal_days'))), name='kept_while_it_can_be_appealed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='policy_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='c58f9a653f7972a2f30dd698e5da2c3325572b62', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_policy_never_emptied', table='disputes_policy', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('dispute', 'party', 'version'), name='proposal_version'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'live')), fields=('dispute', 'party'), name='one_live_proposal_per_side'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_minor', 0), ('solution', 'no_refund')), models.Q(models.Q(('solution', 'no_refund'), _negated=True), ('amount_minor__gt', 0)), _connector='OR'), name='no_refund_means_no_amount'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('solution', 'return_and_refund'), models.Q(('freight_payer', ''), _negated=True)), models.Q(models.Q(('solution', 'return_and_refund'), _negated=True), ('freight_payer', '')), _connector='OR'), name='only_a_return_has_freight'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('freight_minor__gt', 0), ('freight_payer__in', ['seller', 'platform'])), models.Q(models.Q(('freight_payer__in', ['seller', 'platform']), _negated=True), ('freight_minor', 0)), _connector='OR'), name='who_pays_freight_pays_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='proposal_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='3fd5d16f4f330df0a37523c0f8e145f89807df27', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_proposal_never_emptied', table='disputes_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reason',
            trigger=pgtrigger.compiler.Trigger(name='reason_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='3b9843ea5b3e2b8c9383e2adf4542606825da72a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_reason_never_emptied', table='disputes_reason', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(fields=('key',), name='one_refund_a_key'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0), ('freight_minor__gt', 0), _connector='OR'), name='refund_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('freight_minor', 0), ('freight_payer', '')), models.Q(('freight_minor__gt', 0), ('freight_payer__in', ['seller', 'platform'])), _connector='OR'), name='refunded_freight_has_a_payer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refund_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='1766f84fef95456cb67b1303d8c4c7488beb0cca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refund_never_emptied', table='disputes_refund', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refund_adds_up', sql=disputes.models.laws.LawSql(declare='DECLARE wrong bigint;', func="\n    UPDATE disputes_orderline AS line\n    SET refunded_minor = line.refunded_minor + added.amount\n    FROM (\n        SELECT refund.line_id, sum(refund.amount_minor) AS amount\n        FROM new_refunds AS refund GROUP BY refund.line_id\n    ) AS added\n    WHERE line.id = added.line_id;\n    SELECT line.id INTO wrong\n    FROM disputes_orderline AS line JOIN new_refunds AS refund ON refund.line_id = line.id\n    WHERE refund.amount_minor > 0 AND line.refunded_elsewhere_minor > 0\n        AND line.refunded_minor + line.refunded_elsewhere_minor > line.paid_minor\n    LIMIT 1;\n    IF FOUND THEN\n        RAISE EXCEPTION 'no more is refunded for order line % than is left of what was paid', wrong\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_paid';\n    END IF;\n    RETURN NULL;\n", hash='55843ccd4a608b2c166f007cdd8515faeaa38f0d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_refund_adds_up', referencing='REFERENCING NEW TABLE AS new_refunds ', table='disputes_refund', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refund_freight_within_terms', sql=disputes.models.laws.LawSql(func="\n    IF EXISTS (\n        SELECT FROM new_refunds AS refund\n        JOIN disputes_dispute AS dispute ON dispute.id = refund.dispute_id\n        WHERE refund.freight_minor > 0 AND (\n            refund.freight_payer <> dispute.freight_payer\n            OR refund.freight_minor > dispute.freight_most_minor\n            OR refund.freight_minor > coalesce(dispute.freight_paid_minor, 0)\n        )\n    ) THEN\n        RAISE EXCEPTION 'more is paid for the way back than was promised and shown'\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'freight_within_terms';\n    END IF;\n    RETURN NULL;\n", hash='f70d4c5b5012f84eb1f9fffa5ec303b0eec53f02', level='STATEMENT', operation='INSERT', pgid='pgtrigger_refund_freight_within_terms', referencing='REFERENCING NEW TABLE AS new_refunds ', table='disputes_refund', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refund_stays', sql=disputes.models.laws.LawSql(func="\n    RAISE EXCEPTION 'a refund keeps its case, line, key and amount'\n        USING ERRCODE = 'integrity_constraint_violation';\n", hash='6fdfb68163479281c86514d0456666310a2b3d45', operation='UPDATE OF "dispute_id", "line_id", "key", "amount_minor", "currency", "freight_minor" OR DELETE', pgid='pgtrigger_refund_stays', table='disputes_refund', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='posting_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='b5494c54170cd6f5dbbb568b76a93e8b76a76692', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_posting_never_emptied', table='disputes_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='posting_append_only', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='ff1768c4671d2ed50417412875f4171d5507e378', operation='UPDATE OR DELETE', pgid='pgtrigger_posting_append_only', table='disputes_posting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='postings_balance', sql=disputes.models.laws.LawSql(declare='DECLARE wrong bigint;', func="\n    SELECT posted.refund_id INTO wrong FROM new_postings AS posted\n    WHERE (\n        SELECT sum(posting.amount_minor) FROM disputes_posting AS posting\n        WHERE posting.refund_id = posted.refund_id\n    ) <> 0\n    LIMIT 1;\n    IF FOUND THEN\n        RAISE EXCEPTION 'the postings of refund % do not sum to zero', wrong\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='12d5ef0a7fb19ba5d484e3d6acc5802b2e91e90d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_postings_balance', referencing='REFERENCING NEW TABLE AS new_postings ', table='disputes_posting', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(fields=['ruled_at'], name='rulings_by_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruling',
            trigger=pgtrigger.compiler.Trigger(name='ruling_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='d6100f950c6f44e3ec8801211121d2a516ee249b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ruling_never_emptied', table='disputes_ruling', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('ruling', 'evidence'), name='cited_once_in_a_ruling'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='citation_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='20b8029ec9bcaf06fe44d2146d9d92d47210e681', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_citation_never_emptied', table='disputes_citation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reasonshot',
            constraint=models.UniqueConstraint(fields=('reason', 'shot'), name='shot_once_per_reason'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('form_key', ''), _negated=True), fields=['uploader', 'form_key'], name='uploads_of'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('form_key', ''), _negated=True), fields=['uploaded_at'], name='uploads_by_age'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('kept_for__isnull', False)), fields=['kept_for'], name='kept_files'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('message__isnull', False)), fields=['message'], name='files_of_messages'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(fields=['sha256'], name='files_by_content'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('original', ''), _negated=True), fields=['original'], name='files_by_original'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('shared', ''), _negated=True), fields=['shared'], name='files_by_shared'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('thumbnail', ''), _negated=True), fields=['thumbnail'], name='files_by_thumbnail'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('perceptual_hash'), '>>', models.Value(0)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('perceptual_hash__isnull', False)), name='files_by_perceptual_hash_0'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('perceptual_hash'), '>>', models.Value(16)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('perceptual_hash__isnull', False)), name='files_by_perceptual_hash_1'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('perceptual_hash'), '>>', models.Value(32)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('perceptual_hash__isnull', False)), name='files_by_perceptual_hash_2'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('perceptual_hash'), '>>', models.Value(48)), '&', models.Value(65535)), condition=models.Q(('evidence__isnull', False), ('perceptual_hash__isnull', False)), name='files_by_perceptual_hash_3'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', None), ('kept_for', None), ('message', None), models.Q(('form_key', ''), _negated=True)), models.Q(('evidence__isnull', False), ('form_key', ''), ('kept_for', None), ('message', None)), models.Q(('evidence', None), ('form_key', ''), ('kept_for', None), ('message__isnull', False)), models.Q(('evidence', None), ('form_key', ''), ('kept_for__isnull', False), ('message', None)), _connector='OR'), name='file_has_one_home'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attachment_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='40565e55327f60dc68839109d0f5b564f780bb9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_attachment_never_emptied', table='disputes_attachment', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['buyer', '-placed_at', '-id'], name='orders_of_a_buyer'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['store', 'placed_at'], name='orders_of_a_store'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('client', 'external_id', 'store'), name='one_order_per_external_id', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='order_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='f941a4c8c111fad62159c3f85704cac650052751', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_order_never_emptied', table='disputes_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='order_of_a_case_stays', sql=disputes.models.laws.LawSql(condition='WHEN (OLD."buyer_id" IS DISTINCT FROM (NEW."buyer_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."store_id" IS DISTINCT FROM (NEW."store_id"))', func="\n    IF EXISTS (\n        SELECT FROM disputes_dispute AS dispute\n        JOIN disputes_orderline AS line ON line.id = dispute.line_id WHERE line.order_id = OLD.id\n    ) THEN\n        RAISE EXCEPTION 'order % has a case, so it keeps its buyer, store and currency', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_of_a_case_stays';\n    END IF;\n    RETURN NEW;\n", hash='402d5e6e387a7d0a7b2fbfe5d168d58b1e12c0a0', operation='UPDATE OF "reference", "buyer_id", "store_id", "currency"', pgid='pgtrigger_order_of_a_case_stays', table='disputes_order', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['person', '-at', '-id'], name='notices_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['person', 'dispute'], name='unread_notices'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mail_due_at__isnull', False)), fields=['mail_due_at', 'id'], name='notices_to_mail'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='one_notice_a_person_and_thing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='notice_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='b1be54c7fdc4a7196b637e4ab864f8aafa3aa029', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_notice_never_emptied', table='disputes_notice', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'id'], name='cases_by_due'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at', 'id'], name='cases_to_remind'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['pauses_read', 'id'], name='cases_by_pauses_read'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['store', 'seller_to_act', 'due_at', 'id'], name='cases_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['store', '-closed_at', '-id'], name='closed_cases_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['buyer', '-opened_at', '-id'], name='cases_of_a_buyer'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['store', 'opened_at'], name='cases_of_a_store_by_time'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('assignee__isnull', True), ('state__in', ['awaiting_ruling', 'appealed'])), fields=['due_at', 'id'], name='cases_to_take'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('assignee__isnull', False)), fields=['assignee', 'due_at', 'id'], name='cases_in_hand'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state__in', ['appealed', 'awaiting_address', 'awaiting_return', 'awaiting_ruling', 'awaiting_seller', 'hearing', 'negotiating', 'return_in_transit', 'ruled'])), fields=['state', 'due_at', 'id'], name='open_cases_by_state'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['state', '-closed_at', 'id'], name='closed_cases_by_state'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['store', 'last_event_at'], name='latest_cases_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('assignee__isnull', True), ('state__in', ['awaiting_ruling', 'appealed'])), fields=['last_event_at'], name='latest_cases_to_take'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('due_at', models.F('decide_by')), ('state__in', ['awaiting_ruling', 'appealed'])), fields=['decide_by', 'id'], name='cases_in_last_round'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('settled_by__in', ['ruling', 'appeal'])), fields=['reason', '-closed_at', '-id'], name='ruled_cases_by_reason'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('settled_by__in', ['ruling', 'appeal'])), fields=['store', '-closed_at', '-id'], name='ruled_cases_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('settled_by', 'agreement')), fields=['store', '-opened_at'], name='agreed_cases_of_a_store'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('closed_at__isnull', False), ('erased_at', None)), fields=['closed_at', 'id'], name='closed_cases_to_erase'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['awaiting_seller', 'negotiating', 'hearing', 'awaiting_ruling', 'ruled', 'appealed', 'awaiting_address', 'awaiting_return', 'return_in_transit', 'resolved', 'withdrawn'])), name='state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('due_at__isnull', False), ('state__in', ['appealed', 'awaiting_address', 'awaiting_return', 'awaiting_ruling', 'awaiting_seller', 'hearing', 'negotiating', 'return_in_transit', 'ruled'])), models.Q(('closed_at__isnull', False), ('due_at', None), ('state__in', ['resolved', 'withdrawn'])), _connector='OR'), name='open_state_has_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('pieces__gt', 0)), name='case_has_pieces'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_by', ''), ('settlement', None)), models.Q(models.Q(('settled_by', ''), _negated=True), ('settlement__isnull', False)), _connector='OR'), name='settlement_says_how'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['awaiting_return', 'return_in_transit']), _negated=True), models.Q(models.Q(('return_address', ''), _negated=True), models.Q(('return_country', ''), _negated=True)), _connector='OR'), name='a_return_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('freight_payer__in', ['seller', 'platform']), models.Q(('freight_most_minor', 0), ('freight_paid_minor', None)), _connector='OR'), name='freight_is_paid_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ruled'), models.Q(('buyer_may_appeal', True), ('seller_may_appeal', True), _connector='OR')), models.Q(models.Q(('state', 'ruled'), _negated=True), ('buyer_may_appeal', False), ('seller_may_appeal', False)), _connector='OR'), name='ruled_means_may_be_appealed'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('id', 'line'), name='case_with_line'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('group__isnull', False)), fields=('group', 'item'), name='item_once_in_a_group'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='8158c12925167dc77bad3e74551ac67365258dd0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_dispute_never_emptied', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='case_has_a_snapshot', sql=disputes.models.laws.LawSql(constraint='CONSTRAINT', func="\n    IF NOT EXISTS (\n        SELECT FROM disputes_linesnapshot AS snapshot WHERE snapshot.dispute_id = NEW.id\n    ) THEN\n        RAISE EXCEPTION 'case % does not hold what it is about', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'case_has_a_snapshot';\n    END IF;\n    RETURN NULL;\n", hash='8c482952db964eecab340fc59b6b9a063509298a', operation='INSERT', pgid='pgtrigger_case_has_a_snapshot', table='disputes_dispute', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='pieces_taken', sql=disputes.models.laws.LawSql(func="\n    UPDATE disputes_parcelitem AS item SET disputed_pieces = item.disputed_pieces + NEW.pieces\n    WHERE item.id = NEW.item_id AND item.line_id = NEW.line_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'case % is about an item of another line', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_of_its_line';\n    END IF;\n    RETURN NEW;\n", hash='17604c961158b5940318473862ac572c7a92e30c', operation='INSERT', pgid='pgtrigger_pieces_taken', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='group_of_one_parcel', sql=disputes.models.laws.LawSql(condition='WHEN (NEW."group_id" IS NOT NULL)', func="\n    IF NOT EXISTS (\n        SELECT FROM disputes_casegroup AS one JOIN disputes_parcelitem AS item USING (parcel_id)\n        WHERE one.id = NEW.group_id AND item.id = NEW.item_id\n    ) THEN\n        RAISE EXCEPTION 'case % is about another parcel than its group', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'group_of_one_parcel';\n    END IF;\n    RETURN NEW;\n", hash='5931cbf8ec0a9fd271b3fe56b8e0bc158e479b9d', operation='INSERT', pgid='pgtrigger_group_of_one_parcel', table='disputes_dispute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='pieces_given_back', sql=disputes.models.laws.LawSql(condition="WHEN ((NEW.state = 'withdrawn') <> (OLD.state = 'withdrawn'))", func="\n    UPDATE disputes_parcelitem AS item SET disputed_pieces = item.disputed_pieces\n        + CASE NEW.state WHEN 'withdrawn' THEN - NEW.pieces ELSE NEW.pieces END\n    WHERE item.id = NEW.item_id;\n    RETURN NULL;\n", hash='3ca3e1f8b30246da47cca1ebb3333b0f09f9f807', operation='UPDATE OF "state"', pgid='pgtrigger_pieces_given_back', table='disputes_dispute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='case_keeps_its_pieces', sql=disputes.models.laws.LawSql(condition='WHEN (OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."pieces" IS DISTINCT FROM (NEW."pieces"))', func="\n    RAISE EXCEPTION 'case % stays about the same pieces, in the same group', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'case_keeps_its_pieces';\n", hash='1510ee373dcf6d25e5723041dc1d71dc7e95eba7', operation='UPDATE OF "item_id", "line_id", "pieces", "group_id"', pgid='pgtrigger_case_keeps_its_pieces', table='disputes_dispute', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='closeddays',
            index=models.Index(fields=['store', 'ends_at'], name='closed_days_of_a_store'),
        ),
        migrations.AddConstraint(
            model_name='closeddays',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at')), ('last_on__gte', models.F('first_on'))), name='closed_days_are_in_order'),
        ),
        migrations.AddConstraint(
            model_name='closeddays',
            constraint=models.CheckConstraint(condition=models.Q(('begins_at__gt', models.F('announced_at'))), name='closed_days_are_ahead'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closeddays',
            trigger=pgtrigger.compiler.Trigger(name='closed_days_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='51176d2104f6290c3ff206aef93aa55aaee7473e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_closed_days_never_emptied', table='disputes_closeddays', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closeddays',
            trigger=pgtrigger.compiler.Trigger(name='closed_days_stay_announced', sql=disputes.models.laws.LawSql(func="\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - 'cancelled_at' - 'is_used' = to_jsonb(OLD) - 'cancelled_at' - 'is_used'\n        AND (OLD.cancelled_at IS NULL OR NEW.cancelled_at = OLD.cancelled_at)\n        AND (NEW.is_used OR NOT OLD.is_used)\n    THEN\n        RETURN NEW;\n    END IF;\n\n    RAISE EXCEPTION 'what was published stays as it is: %', TG_TABLE_NAME\n        USING ERRCODE = 'integrity_constraint_violation';\n", hash='0004f477195d5c1476212d26e3f0292e989d2c07', operation='UPDATE OR DELETE', pgid='pgtrigger_closed_days_stay_announced', table='disputes_closeddays', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='clockpause',
            constraint=models.CheckConstraint(condition=models.Q(('begins_at__gte', models.F('published_at')), ('until__gt', models.F('begins_at'))), name='pause_is_not_in_the_past'),
        ),
        migrations.AddConstraint(
            model_name='clockpause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_at__lt', models.F('until')), ('ended_by__isnull', False)), _connector='OR'), name='pause_is_ended_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='clockpause',
            constraint=models.CheckConstraint(condition=models.Q(('states__contained_by', ['appealed', 'awaiting_address', 'awaiting_return', 'awaiting_ruling', 'awaiting_seller', 'hearing', 'negotiating', 'return_in_transit', 'ruled'])), name='paused_states_are_open'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clockpause',
            trigger=pgtrigger.compiler.Trigger(name='pause_never_emptied', sql=disputes.models.laws.LawSql(func="\n        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    ", hash='780363b1331761f887d76e235605d13e7f47a847', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_pause_never_emptied', table='disputes_clockpause', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clockpause',
            trigger=pgtrigger.compiler.Trigger(name='pause_stays_as_published', sql=disputes.models.laws.LawSql(func="\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - 'ended_at' - 'ended_by_id' - 'spread_at'\n            = to_jsonb(OLD) - 'ended_at' - 'ended_by_id' - 'spread_at'\n        AND (OLD.ended_at IS NULL OR NEW.ended_at = OLD.ended_at)\n    THEN\n        RETURN NEW;\n    END IF;\n\n    RAISE EXCEPTION 'what was published stays as it is: %', TG_TABLE_NAME\n        USING ERRCODE = 'integrity_constraint_violation';\n", hash='d71bc272b34d8ca574fd5a766bb70c68a38a3841', operation='UPDATE OR DELETE', pgid='pgtrigger_pause_stays_as_published', table='disputes_clockpause', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='storemember',
            constraint=models.UniqueConstraint(fields=('store', 'user'), name='one_membership_per_store'),
        ),
        migrations.AddIndex(
            model_name='store',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), 'gin_trgm_ops'), name='words_in_store_names'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_address', ''), ('return_country', '')), models.Q(models.Q(('return_address', ''), _negated=True), models.Q(('return_country', ''), _negated=True)), _connector='OR'), name='store_address_has_a_country'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('client', 'external_id'), name='one_store_per_external_id', nulls_distinct=False),
        ),
    ]
