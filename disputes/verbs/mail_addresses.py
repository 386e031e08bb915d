"""A person's mail address: changed by whoever has both the account and the mailbox, and marked when
mails to it come back."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.mail.queue import new_mail
from disputes.models import Mail, MailKind, User
from disputes.rules.texts import check_text

# For so long the link of a mail counts.
CONFIRM_WITHIN = timedelta(days=2)
# So many such mails a person has sent in a day: nobody floods a stranger's mailbox by us.
MAILS_A_DAY = 5
LONGEST = 254
_SALT = "disputes.mail-address"


def ask_for_address(person: User, address: str) -> Mail:
    """A mail with a link goes to this address; it is used once somebody who is signed in as this
    person has followed the link."""
    address = _checked(address)
    with one_transaction():
        person = User.objects.select_for_update().get(pk=person.pk)
        now = clock.now()
        if person.email == address and not person.mail_comes_back:
            raise Refused(
                Code.NOTHING_CHANGED, _("Mails go to this address already."), field="address"
            )
        lately = person.mails.filter(kind=MailKind.CONFIRM, created_at__gt=now - timedelta(days=1))
        if lately.count() >= MAILS_A_DAY:
            raise Refused(
                Code.LIMIT_REACHED,
                _(
                    "You have asked for %(number)d such mails within a day. Please look for them "
                    "in your mailbox, or try again tomorrow."
                )
                % {"number": MAILS_A_DAY},
                field="address",
            )
        token = signing.dumps([person.pk, person.email, address], salt=_SALT)
        mail = new_mail(
            MailKind.CONFIRM, person, now, about="confirm", address=address, data={"token": token}
        )
        mail.save()
    return mail


def address_in(person: User, token: str) -> str:
    """The address that this link confirms for this person, who may still use it; else `Refused`."""
    try:
        pk, before, address = signing.loads(token, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise _too_old() from error
    if pk != person.pk:
        raise Refused(
            Code.NOT_ALLOWED,
            _("This link is for another account. Please sign in as the person who asked for it."),
        )
    if before != person.email:
        raise _too_old()
    return str(address)


def confirm_address(person: User, token: str) -> str:
    """From now on mails go to the address of this link. The address of before is told, in case it
    was not this person who asked."""
    with one_transaction():
        person = User.objects.select_for_update().get(pk=person.pk)
        address, before = address_in(person, token), person.email
        now = clock.now()
        if before and before != address and not person.mail_comes_back:
            new_mail(MailKind.CHANGED, person, now, about="changed", address=before).save()
        person.email, person.failed_email, person.email_failed_at = address, "", None
        person.save(update_fields=["email", "failed_email", "email_failed_at"])
    return address


def mark_failed(mail: Mail, said: str) -> None:
    """Nobody is at the address of this mail: it came back, and no more mails go there."""
    with one_transaction():
        now = clock.now()
        Mail.objects.filter(pk=mail.pk).update(bounced_at=now, last_error=said)
        mine = User.objects.filter(pk=mail.person_id, email__iexact=mail.address)
        mine.update(failed_email=mail.address, email_failed_at=now)


def _checked(address: str) -> str:
    address = address.strip()
    try:
        validate_email(address)
        address.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError) as error:
        raise Refused(
            Code.ADDRESS_INVALID,
            _("This is no mail address. It looks like name@example.com."),
            field="address",
        ) from error
    return check_text(address, field="address", most=LONGEST)


def _too_old() -> Refused:
    return Refused(
        Code.TOO_LATE,
        _("This link does not count any more. Please enter the address in your settings again."),
    )
