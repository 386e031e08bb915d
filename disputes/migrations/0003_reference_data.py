"""What every installation starts with: policy version 1, the reasons, the grounds, the groups."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now

# code, label, evidence that helps, photos required; the two levels above are in the keys.
REASONS = {
    ("not_received", "I did not receive the item", False): {
        ("on_the_way", "It is stuck on the way"): [
            (
                "in_transit",
                "Still in transit",
                "The tracking page with its last entry and date.",
                0,
            ),
            (
                "customs",
                "Held by customs",
                "The letter or message from customs or the carrier.",
                0,
            ),
            (
                "returned_to_sender",
                "Returned to the sender",
                "The tracking page that says so.",
                0,
            ),
        ],
        ("somewhere_else", "It went somewhere else"): [
            (
                "wrong_address",
                "Sent to a wrong address",
                "Your address in the order beside the address in the tracking.",
                0,
            ),
            (
                "says_delivered",
                "Said to be delivered, but it is not here",
                "The tracking page, and what neighbours or the carrier say.",
                0,
            ),
        ],
        ("no_trace", "There is no trace of it"): [
            (
                "invalid_tracking",
                "The tracking number does not work",
                "The carrier's page that does not know the number.",
                0,
            ),
        ],
    },
    ("not_as_described", "I received it, but it is not as described", True): {
        ("looks_different", "It differs from the picture or description"): [
            (
                "colour",
                "Different colour or pattern",
                "The item in daylight, beside the listing picture if you can.",
                1,
            ),
            ("size", "Different size", "The item flat with a ruler, and its size label.", 1),
            (
                "material",
                "Different material",
                "The material close up, and the label that names it.",
                1,
            ),
        ],
        ("faulty", "Something is wrong with it"): [
            ("quality", "Poor quality", "The flaw close up, and the whole item.", 1),
            ("damaged", "Damaged", "The damage, and the parcel from all sides.", 1),
            (
                "does_not_work",
                "Does not work",
                "The item switched on, and what it does or does not do.",
                1,
            ),
        ],
        ("something_else", "It is not what I ordered"): [
            ("quantity", "Pieces are missing", "All pieces together, and the parcel's label.", 1),
            ("wrong_item", "A different item", "The item, and the parcel's label.", 1),
            ("empty_parcel", "The parcel was empty", "The open parcel, its label and weight.", 1),
            (
                "counterfeit",
                "Counterfeit",
                "Logo, label and seams close up, and what tells it from the original.",
                1,
            ),
        ],
    },
}

GROUNDS = [
    (
        "not_delivered",
        "Delivery is not proven",
        "The seller has not shown that the parcel reached the buyer's address.",
    ),
    (
        "delivery_proven",
        "Delivery is proven",
        "The carrier's record shows delivery to the address in the order.",
    ),
    (
        "differs_from_listing",
        "The item differs from its listing",
        "The photos show an item that is not what the listing's picture or text promised.",
    ),
    (
        "matches_listing",
        "The item matches its listing",
        "The photos show the item as the listing's picture and text describe it.",
    ),
    (
        "damaged_or_faulty",
        "The item arrived damaged or does not work",
        "The evidence shows damage or a fault that was there on arrival.",
    ),
    (
        "incomplete",
        "The item is incomplete",
        "The evidence shows that part of what was paid for is missing.",
    ),
    (
        "minor_difference",
        "The difference is minor",
        "The item can be used as intended; part of the price makes up for the difference.",
    ),
    (
        "evidence_missing",
        "The claim is not shown",
        "The evidence in the file does not show what the buyer says.",
    ),
    (
        "no_defence",
        "The claim is not answered",
        "The seller has put nothing in the file against what the buyer shows.",
    ),
    (
        "return_complete",
        "The return is in order",
        "What was sent back is the item as the buyer received it.",
    ),
    (
        "return_not_in_order",
        "The return is not in order",
        "What was sent back is not the item, or not in the state in which it was received.",
    ),
]

GROUPS = {"Arbitrators": ["arbitrate"], "Supervisors": ["arbitrate", "supervise"]}


def fill(apps: Any, schema_editor: Any) -> None:
    apps.get_model("disputes", "Policy").objects.create(
        version=1, published_at=Now(), note="The first policy."
    )
    _fill_reasons(apps.get_model("disputes", "Reason"))
    ground_model = apps.get_model("disputes", "Ground")
    for position, (code, title, text) in enumerate(GROUNDS):
        ground_model.objects.create(code=code, title=title, text=text, position=position)
    _fill_groups(apps)


def _fill_reasons(reason_model: Any) -> None:
    position = 0

    def add(**values: Any) -> Any:
        nonlocal position
        position += 1
        return reason_model.objects.create(position=position, **values)

    for (code, label, received), kinds in REASONS.items():
        root = add(code=code, label=label, received=received)
        for (kind_code, kind_label), leaves in kinds.items():
            kind = add(code=kind_code, label=kind_label, received=received, parent=root)
            for leaf_code, leaf_label, hint, photos in leaves:
                add(
                    code=leaf_code,
                    label=leaf_label,
                    received=received,
                    parent=kind,
                    evidence_hint=hint,
                    photos_required=photos,
                )


def _fill_groups(apps: Any) -> None:
    """Permissions are made after all migrations, so the ones needed here are made by hand."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="disputes", model="dispute"
    )
    names = dict(apps.get_model("disputes", "Dispute")._meta.permissions)
    permission_model = apps.get_model("auth", "Permission")
    for group_name, codes in GROUPS.items():
        group = apps.get_model("auth", "Group").objects.create(name=group_name)
        for code in codes:
            permission, _created = permission_model.objects.get_or_create(
                content_type=content_type, codename=code, defaults={"name": str(names[code])}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0002_triggers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
