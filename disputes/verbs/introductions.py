"""Stores and people of a marketplace, known by its own ids."""

from disputes.models import Client, Store, User
from disputes.models.references import new_reference
from disputes.rules.incoming import check_id
from disputes.rules.texts import check_text, cut, one_line


def known_store(client: Client | None, external_id: str, *, name: str) -> Store:
    """The store of this id, under the name that it has now; names need not be unique."""
    name = check_text(one_line(name), field="name", most=120)
    external_id = _some_id(external_id)
    store, _made = Store.objects.update_or_create(
        client=client, external_id=external_id, defaults={"name": name}
    )
    return store


def known_person(
    client: Client | None, external_id: str, *, name: str = "", email: str = ""
) -> User:
    """The account of this id, without a password; name and address may be missing, and one that
    is told later is kept."""
    external_id = _some_id(external_id)
    user = User.objects.filter(client=client, external_id=external_id).first()
    if user is None:
        user = User(
            client=client,
            external_id=external_id,
            username=new_reference(User, "U", column="username"),
        )
        user.set_unusable_password()
    if name:
        user.first_name, user.last_name = cut(one_line(name), 150), ""
    if email:
        user.email = email
    user.save()
    return user


def _some_id(external_id: str) -> str:
    return check_text(check_id(external_id, field="external_id"), field="external_id")
