"""A store, a buyer, a seller and one delivered order, to walk through a case by the pages:

    redress shell --command "$(cat docs/deploy/trial.py)"

Until there is an API, this is how orders come. Each run adds one order to the same people, whose
passwords are new and are printed.
"""

import secrets
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from disputes import clock
from disputes.models import Store, StoreMember, User
from disputes.models.orders import private_storage
from disputes.states import FactKind
from disputes.verbs.orders import NewLine, NewOrder, place_orders
from disputes.verbs.parcels import NewFact, Promise


def person(name: str) -> tuple[User, str]:
    """With a new password."""
    user, _made = User.objects.get_or_create(username=name)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    return user, password


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(file, "JPEG")
    return file.getvalue()


with transaction.atomic():
    (buyer, buyers_password), (seller, sellers_password) = (
        person("trial-buyer"),
        person("trial-seller"),
    )
    store, _made = Store.objects.get_or_create(name="Trial store")
    StoreMember.objects.get_or_create(store=store, user=seller)

now = clock.now()
mug = NewLine(
    store=store,
    title="Blue mug",
    description="A blue mug of 300 ml.",
    picture=private_storage().save("listing/trial.jpg", ContentFile(picture())),
    price_minor=1990,
    shipping_minor=410,
    paid_minor=2400,
)
[[order]] = place_orders(
    [
        NewOrder(
            buyer=buyer,
            lines=[mug],
            currency="EUR",
            placed_at=now - timedelta(days=9),
            promise=Promise(days=10),
            facts=[
                NewFact(FactKind.SHIPPED, now - timedelta(days=8), "shipped"),
                NewFact(FactKind.DELIVERED, now - timedelta(days=1), "delivered"),
            ],
            source="the carrier",
        )
    ]
)

print(f"order {order.reference}: 24.00 EUR, delivered yesterday")
print(f"/buyer/   {buyer.username}   {buyers_password}")
print(f"/seller/  {seller.username}  {sellers_password}")
