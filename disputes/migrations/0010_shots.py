"""What to photograph for each reason, with a drawn example of each (static/img/shots/)."""

from typing import Any

from django.db import migrations

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


def fill(apps: Any, schema_editor: Any) -> None:
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


class Migration(migrations.Migration):
    dependencies = [("disputes", "0009_captions_can_be_erased")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
