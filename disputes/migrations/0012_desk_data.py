"""Articles and outcomes of the grounds, the auditors, and what the rulings of before can tell."""

from typing import Any

from django.db import migrations

# code, article, outcomes that it fits.
GROUNDS = [
    ("not_delivered", "2.1", ["full", "partial"]),
    ("delivery_proven", "2.2", ["none"]),
    ("differs_from_listing", "3.1", ["full", "partial", "return"]),
    ("matches_listing", "3.2", ["none"]),
    ("damaged_or_faulty", "3.3", ["full", "partial", "return"]),
    ("incomplete", "3.4", ["full", "partial", "return"]),
    ("minor_difference", "3.5", ["partial"]),
    ("evidence_missing", "1.2", ["none"]),
    ("no_defence", "1.3", ["full", "partial", "return"]),
    ("return_complete", "4.1", ["full", "partial"]),
    ("return_not_in_order", "4.2", ["none", "partial"]),
]

# When the file closed or the appeal came, before the ruling; and what an appeal came to.
OLD_RULINGS = """
UPDATE disputes_ruling AS ruling SET waited_since = coalesce(
    (
        SELECT max(event.at) FROM disputes_event AS event
        WHERE event.dispute_id = ruling.dispute_id AND event.at < ruling.ruled_at
            AND event.kind IN ('file_closed', 'appealed')
    ),
    ruling.ruled_at
);
UPDATE disputes_ruling AS ruling SET confirms = (
    (own.solution, own.amount_minor, own.freight_payer)
    = (before.solution, before.amount_minor, before.freight_payer)
)
FROM disputes_proposal AS own, disputes_proposal AS before
WHERE ruling.on_appeal AND own.id = ruling.proposal_id
    AND before.dispute_id = own.dispute_id AND before.party = own.party
    AND before.version = own.version - 1;
"""


def fill(apps: Any, schema_editor: Any) -> None:
    ground_model = apps.get_model("disputes", "Ground")
    for code, article, outcomes in GROUNDS:
        ground_model.objects.filter(code=code).update(article=article, outcomes=outcomes)
    # Permissions are made after all migrations, so this one is made by hand.
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(
        app_label="disputes", model="dispute"
    )
    names = dict(apps.get_model("disputes", "Dispute")._meta.permissions)
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="audit", defaults={"name": str(names["audit"])}
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Auditors")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("disputes", "0011_desk")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(OLD_RULINGS, migrations.RunSQL.noop),
    ]
