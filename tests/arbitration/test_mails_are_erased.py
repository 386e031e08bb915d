"""What was mailed about a case goes with its words, when its time to be kept is over."""

import pytest

from arbitration.background.retention import erase_closed
from disputes.background.mails import Mailed
from disputes.models import Mail
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import tell, with_addresses
from tests.support.moments import moment
from tests.support.old_cases import expires, paid_case
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


def test_that_it_was_sent_stays_and_what_and_where_to_goes(
    world: World, mail_server: MailServer
) -> None:
    with_addresses(world)
    dispute = paid_case(world)
    sent = tell().sent
    assert sent == Mail.objects.filter(dispute=dispute).exclude(text="").count() > 0
    with moment(expires(dispute)):
        assert erase_closed() == 1
    assert set(Mail.objects.values_list("address", "text", "html")) == {("", "", "")}
    assert not Mail.objects.filter(sent_at=None).exists()
    assert tell() == Mailed()
