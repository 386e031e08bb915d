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
from disputes.models import Order, OrderLine, Store, StoreMember, User
from disputes.models.references import new_reference


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
    order = Order.objects.create(
        reference=new_reference(Order, "O"),
        buyer=buyer,
        store=store,
        currency="EUR",
        placed_at=now - timedelta(days=9),
        dispatched_at=now - timedelta(days=8),
        promised_days=10,
        delivered_at=now - timedelta(days=1),
    )
    line = OrderLine(
        order=order,
        number=1,
        title="Blue mug",
        description="A blue mug of 300 ml.",
        quantity=1,
        price_minor=1990,
        shipping_minor=410,
        paid_minor=2400,
    )
    line.picture.save(f"{order.reference}.jpg", ContentFile(picture()), save=False)
    line.save()

print(f"order {order.reference}: 24.00 EUR, delivered yesterday")
print(f"/buyer/   {buyer.username}   {buyers_password}")
print(f"/seller/  {seller.username}  {sellers_password}")
