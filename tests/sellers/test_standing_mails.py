"""What happens to a store's standing is mailed to its members."""

import pytest

from sellers.models import Penalty
from tests.support.given_penalties import given_by_hand
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import part, tell, to, with_addresses
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


def test_a_penalty_and_its_sanction_are_one_mail(world: World, mail_server: MailServer) -> None:
    with_addresses(world)
    given_by_hand(world, "off_platform")
    tell()
    [mail] = to(mail_server, "seller")
    penalty = Penalty.objects.get()
    assert mail["Subject"] == "A penalty was given"
    assert mail["In-Reply-To"] is None
    assert mail["List-Unsubscribe"] is None
    text = part(mail)
    assert f"penalty of {penalty.points} points" in text
    assert "A sanction" in text
    assert f"http://localhost:8000/seller/standing/penalties/{penalty.pk}/" in text
