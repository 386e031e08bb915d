"""A store keeps texts for its messages."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import Policy, Store, User
from disputes.rules.texts import check_text, one_line
from sellers.models import SavedReply
from sellers.permissions import is_member

# Of one store: more than these nobody finds again in a list.
MOST_REPLIES = 50


def save_reply(
    member: User, store: Store, *, title: str, text: str, number: int | None = None
) -> SavedReply:
    """A new one, or the one with this number as it is from now on."""
    title = check_text(one_line(title), field="title", sentence=_("Give it a title."), most=60)
    text = check_text(
        text,
        sentence=_("Write the reply first."),
        most=Policy.objects.latest().message_characters,
    )
    with one_transaction():
        _lock(member, store)
        others = SavedReply.objects.filter(store=store).exclude(pk=number or 0)
        if others.filter(title=title).exists():
            raise Refused(Code.NOT_ALLOWED, _("Another saved reply has this title."), field="title")
        if number is None and others.count() >= MOST_REPLIES:
            raise Refused(
                Code.LIMIT_REACHED,
                _("A store can save %(most)d replies. Delete one to add another.")
                % {"most": MOST_REPLIES},
            )
        reply = SavedReply(store=store) if number is None else _found(store, number)
        reply.title, reply.text = title, text
        reply.save()
        return reply


def delete_reply(member: User, store: Store, number: int) -> None:
    """Messages that were written with it stay as they are."""
    with one_transaction():
        _lock(member, store)
        _found(store, number).delete()


def _lock(member: User, store: Store) -> None:
    """Two who save at once follow each other."""
    Store.objects.select_for_update().get(pk=store.pk)
    if not is_member(member, store.pk):
        raise Refused(Code.NOT_FOUND, _("There is no such store."))


def _found(store: Store, number: int) -> SavedReply:
    reply = SavedReply.objects.filter(store=store, pk=number).first()
    if reply is None:
        raise Refused(Code.NOT_FOUND, _("There is no such reply any more."))
    return reply
