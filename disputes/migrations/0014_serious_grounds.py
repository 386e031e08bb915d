"""Grounds for what is worse than a mistake: stores get more points for losing on them."""

from typing import Any

from django.db import migrations

# code, article, title, text, outcomes that it fits, the ground after which it stands in lists.
GROUNDS = [
    (
        "forged_delivery",
        "2.3",
        "The proof of delivery is not true",
        "The evidence shows that the proof of delivery is made up or of another parcel.",
        ["full", "partial"],
        "not_delivered",
    ),
    (
        "empty_parcel",
        "3.6",
        "The parcel was empty",
        "The evidence shows that the parcel came without the item, or with worthless things.",
        ["full"],
        "incomplete",
    ),
    (
        "counterfeit",
        "3.7",
        "The item is a counterfeit",
        "The evidence shows that the item carries a brand that it does not come from.",
        ["full", "return"],
        "incomplete",
    ),
]


def fill(apps: Any, schema_editor: Any) -> None:
    ground_model = apps.get_model("disputes", "Ground")
    for code, article, title, text, outcomes, after in GROUNDS:
        neighbour = ground_model.objects.filter(code=after).first()
        ground_model.objects.get_or_create(
            code=code,
            defaults={
                "article": article,
                "title": title,
                "text": text,
                "outcomes": outcomes,
                "position": neighbour.position if neighbour else 0,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("disputes", "0013_standing")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
