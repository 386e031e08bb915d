"""What every installation starts with: policy version 1, the reasons with what to photograph for each
(a drawn example is in static/img/shots/), the grounds, the groups."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now

from disputes.models.published import published_content

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
        ("never_sent", "The seller has not sent it"): [
            (
                "never_dispatched",
                "Never dispatched",
                "The tracking page, if there is one, and what the seller wrote.",
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

# code, what to photograph, how.
SHOTS = [
    ("item-whole", "The whole item", "In daylight, all of it in the picture."),
    (
        "beside-listing",
        "Beside the listing picture",
        "The item next to the listing picture on a screen, in the same light.",
    ),
    (
        "flat-with-ruler",
        "Flat, with a ruler",
        "Laid out flat, with a ruler or tape along it whose numbers can be read.",
    ),
    ("size-label", "The size label", "Close up and sharp, so that it can be read."),
    (
        "material-close",
        "The material close up",
        "So near that weave, grain or seams can be seen.",
    ),
    (
        "care-label",
        "The label that names the material",
        "Every side of it on which something is printed.",
    ),
    (
        "damage-close",
        "The damage or flaw close up",
        "Sharp, with a coin or a finger beside it for its size.",
    ),
    (
        "switched-on",
        "Switched on",
        "With its cable or battery, and what it shows or does not show.",
    ),
    ("logo-close", "Logo or serial number close up", "Straight from the front, without glare."),
    (
        "all-pieces",
        "All pieces together",
        "Everything that came, side by side and seen from above.",
    ),
    (
        "parcel-open",
        "The open parcel",
        "From above, with the packing and what was in it, or was not.",
    ),
    ("parcel-outside", "The parcel from outside", "From all sides, dents and tears too."),
    ("parcel-label", "The label of the parcel", "So that number, weight and sender can be read."),
    ("parcel-weighed", "The parcel on a scale", "With the weight that the scale shows."),
    (
        "tracking-page",
        "The tracking page",
        "A screenshot with the number, the last entry and its date.",
    ),
    (
        "carrier-letter",
        "A letter or message",
        "From the carrier, customs or a neighbour: a photo, a screenshot or a PDF.",
    ),
    (
        "delivery-address",
        "Both addresses",
        "A screenshot of your address in the order, and one of the address in the tracking.",
    ),
]

# By the leaves of the tree. The first ones are those that `photos_required` asks for.
WANTED = {
    "in_transit": ["tracking-page"],
    "customs": ["carrier-letter", "tracking-page"],
    "returned_to_sender": ["tracking-page"],
    "wrong_address": ["delivery-address", "tracking-page"],
    "says_delivered": ["tracking-page", "carrier-letter"],
    "never_dispatched": ["tracking-page"],
    "invalid_tracking": ["tracking-page"],
    "colour": ["item-whole", "beside-listing"],
    "size": ["flat-with-ruler", "size-label", "item-whole"],
    "material": ["material-close", "care-label", "item-whole"],
    "quality": ["damage-close", "item-whole"],
    "damaged": ["damage-close", "item-whole", "parcel-outside", "parcel-label"],
    "does_not_work": ["switched-on", "item-whole", "logo-close"],
    "quantity": ["all-pieces", "parcel-label", "parcel-open"],
    "wrong_item": ["item-whole", "beside-listing", "parcel-label"],
    "empty_parcel": ["parcel-open", "parcel-label", "parcel-weighed"],
    "counterfeit": ["logo-close", "care-label", "material-close", "item-whole"],
}

# code, article, title, text for both sides, outcomes that it fits.
GROUNDS = [
    (
        "not_delivered",
        "2.1",
        "Delivery is not proven",
        "The seller has not shown that the parcel reached the buyer's address.",
        ["full", "partial"],
    ),
    (
        "forged_delivery",
        "2.3",
        "The proof of delivery is not true",
        "The evidence shows that the proof of delivery is made up or of another parcel.",
        ["full", "partial"],
    ),
    (
        "delivery_proven",
        "2.2",
        "Delivery is proven",
        "The carrier's record shows delivery to the address in the order.",
        ["none"],
    ),
    (
        "differs_from_listing",
        "3.1",
        "The item differs from its listing",
        "The photos show an item that is not what the listing's picture or text promised.",
        ["full", "partial", "return"],
    ),
    (
        "matches_listing",
        "3.2",
        "The item matches its listing",
        "The photos show the item as the listing's picture and text describe it.",
        ["none"],
    ),
    (
        "damaged_or_faulty",
        "3.3",
        "The item arrived damaged or does not work",
        "The evidence shows damage or a fault that was there on arrival.",
        ["full", "partial", "return"],
    ),
    (
        "incomplete",
        "3.4",
        "The item is incomplete",
        "The evidence shows that part of what was paid for is missing.",
        ["full", "partial", "return"],
    ),
    (
        "empty_parcel",
        "3.6",
        "The parcel was empty",
        "The evidence shows that the parcel came without the item, or with worthless things.",
        ["full"],
    ),
    (
        "counterfeit",
        "3.7",
        "The item is a counterfeit",
        "The evidence shows that the item carries a brand that it does not come from.",
        ["full", "return"],
    ),
    (
        "minor_difference",
        "3.5",
        "The difference is minor",
        "The item can be used as intended; part of the price makes up for the difference.",
        ["partial"],
    ),
    (
        "evidence_missing",
        "1.2",
        "The claim is not shown",
        "The evidence in the file does not show what the buyer says.",
        ["none"],
    ),
    (
        "no_defence",
        "1.3",
        "The claim is not answered",
        "The seller has put nothing in the file against what the buyer shows.",
        ["full", "partial", "return"],
    ),
    (
        "return_complete",
        "4.1",
        "The return is in order",
        "What was sent back is the item as the buyer received it.",
        ["full", "partial"],
    ),
    (
        "return_not_in_order",
        "4.2",
        "The return is not in order",
        "What was sent back is not the item, or not in the state in which it was received.",
        ["none", "partial"],
    ),
    (
        "return_sent",
        "4.3",
        "The return was sent to the right address",
        "A carrier was given the item for the return address; its loss is not the buyer's.",
        ["full", "partial"],
    ),
    (
        "return_not_sent",
        "4.4",
        "It is not proven that the return was sent",
        "Nothing shows that a carrier was given the item for the seller's return address.",
        ["none"],
    ),
]

# The reasons, or branches of them, that these grounds fit; the others fit all.
FITS = {
    "not_delivered": ["not_received"],
    "forged_delivery": ["not_received"],
    "delivery_proven": ["not_received"],
    "differs_from_listing": ["not_as_described"],
    "matches_listing": ["not_as_described"],
    "damaged_or_faulty": ["not_as_described"],
    "incomplete": ["something_else", "faulty"],
    "empty_parcel": ["something_else"],
    "counterfeit": ["not_as_described"],
    "minor_difference": ["not_as_described"],
}
ONLY_RETURNS = {"return_complete", "return_not_in_order", "return_sent", "return_not_sent"}
# What at least one piece of the cited evidence must hold.
NEEDS = {
    "forged_delivery": "file",
    "differs_from_listing": "photo",
    "matches_listing": "photo",
    "counterfeit": "photo",
}

GROUPS = {
    "Arbitrators": ["arbitrate"],
    "Supervisors": ["arbitrate", "supervise"],
    "Auditors": ["audit"],
}

# Whoever migrates a database works on it already.
WORKS_HERE = """
INSERT INTO disputes_regularwork (id, database, reason) SELECT 1,
    (SELECT system_identifier FROM pg_control_system()) || '/' ||
    (SELECT oid FROM pg_database WHERE datname = current_database()), ''
"""


def fill(apps: Any, schema_editor: Any) -> None:
    policy = apps.get_model("disputes", "Policy")(
        version=1, published_at=Now(), change_note="The first policy."
    )
    policy.content = published_content(policy)
    policy.save()
    _fill_reasons(apps.get_model("disputes", "Reason"))
    _fill_shots(apps)
    ground_model = apps.get_model("disputes", "Ground")
    for position, (code, article, title, text, outcomes) in enumerate(GROUNDS):
        ground_model.objects.create(
            code=code,
            article=article,
            title=title,
            text=text,
            outcomes=outcomes,
            reasons=FITS.get(code, []),
            only_returns=code in ONLY_RETURNS,
            needs=NEEDS.get(code, ""),
            position=position,
        )
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
                    undispatched=leaf_code == "never_dispatched",
                )


def _fill_shots(apps: Any) -> None:
    shot_model = apps.get_model("disputes", "Shot")
    shot_model.objects.bulk_create(
        shot_model(code=code, label=label, text=text) for code, label, text in SHOTS
    )
    shots = shot_model.objects.in_bulk(field_name="code")
    reasons = apps.get_model("disputes", "Reason").objects.in_bulk(field_name="code")
    wanted_model = apps.get_model("disputes", "ReasonShot")
    wanted_model.objects.bulk_create(
        wanted_model(reason=reasons[reason], shot=shots[code], position=position)
        for reason, codes in WANTED.items()
        for position, code in enumerate(codes, start=1)
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


# The case of a refund is about its line: one foreign key of two columns, which a model cannot declare.
CASES_LINE = """
ALTER TABLE disputes_refund ADD CONSTRAINT refund_of_the_cases_line
    FOREIGN KEY (dispute_id, line_id) REFERENCES disputes_dispute (id, line_id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("disputes", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(CASES_LINE, migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(WORKS_HERE, migrations.RunSQL.noop),
    ]
