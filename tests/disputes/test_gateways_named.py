"""No embedded gateway by silence, and none that cannot be made: both are found at the start."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks
from django.test import Client

from disputes.gateways import EmbeddedEscrow, escrow
from sellers.gateways import EmbeddedMarketplace, marketplace
from tests.support import production as sites
from tests.support.people import make_user
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

NOBODY_IS_PAID = "refunds are only booked in this database, and nobody is paid"
NOBODY_IS_TOLD = "sanctions are only listed in this database"


class Provider:
    """Stands for a payment provider, and a marketplace, outside."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise NotImplementedError

    def pay_freight(self, *, key: str, amount_minor: int, currency: str, payer: str) -> str:
        raise NotImplementedError

    def tell(self, **told: object) -> None:
        raise NotImplementedError


class NeedsAKey:
    def __init__(self, key: str) -> None:
        """As somebody writes it who does not know that nobody gives it a key."""


class Unrelated:
    refund = tell = "no method"


HERE = __name__
GUNICORN = ("-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", "127.0.0.1:0")
CELERY = ("-m", "celery", "--app", "config.celery")
CANNOT = "names shop.Escrow, which cannot be imported: ModuleNotFoundError: No module named 'shop'."


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("shop.Escrow", "imported: ModuleNotFoundError: No module named 'shop'"),
        (f"{HERE}.Missing", f'imported: ImportError: Module "{HERE}" does not define a "Missing" '),
        (f"{HERE}.NeedsAKey", "made: TypeError: NeedsAKey.__init__() missing 1 required "),
        (f"{HERE}.Unrelated", "used: it has no method {method}."),
    ],
)
@pytest.mark.parametrize(
    ("setting", "method"), [("ESCROW_GATEWAY", "refund"), ("MARKETPLACE_GATEWAY", "tell")]
)
def test_what_cannot_be_made_is_found_by_a_check(
    settings: LazySettings, setting: str, method: str, named: str, found: str
) -> None:
    setattr(settings, setting, named)
    [message] = [each for each in run_checks() if each.id == "redress.E004"]
    assert message.is_serious()
    assert message.msg.startswith(
        f"{setting} names {named}, which cannot be {found.format(method=method)}"
    )
    assert message.hint
    assert message.hint.startswith(f"Set {setting} to the dotted path of a class ")


def test_what_can_be_made_is_used(settings: LazySettings) -> None:
    assert isinstance(escrow(), EmbeddedEscrow)
    assert isinstance(marketplace(), EmbeddedMarketplace)
    settings.ESCROW_GATEWAY = settings.MARKETPLACE_GATEWAY = f"{HERE}.Provider"
    assert [each for each in run_checks() if each.id == "redress.E004"] == []
    assert isinstance(escrow(), Provider)
    assert isinstance(marketplace(), Provider)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("manage.py", "check", "--deploy"),
        ("manage.py", "deliver_outbox"),
        (*GUNICORN, "config.wsgi"),
        (*CELERY, "worker", "--concurrency=1"),
        (*CELERY, "beat", "--pidfile="),
    ],
    ids=lambda arguments: arguments[-1],
)
def test_no_process_starts_with_a_gateway_that_cannot_be_made(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    answer = sites.run(sites.production(tmp_path) | {"ESCROW_GATEWAY": "shop.Escrow"}, *arguments)
    assert answer.returncode == 1
    assert f"ESCROW_GATEWAY {CANNOT}" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.django_db
class TestStaffIsTold:
    def test_that_nobody_is_paid_and_nobody_told(self) -> None:
        page = signed_in(World().arbitrator).get(CASES).content.decode()
        assert NOBODY_IS_PAID in page
        assert NOBODY_IS_TOLD in page

    def test_on_every_page(self) -> None:
        staff = signed_in(World().arbitrator)
        for address in ("/admin/status/", "/admin/password_change/"):
            assert NOBODY_IS_PAID in staff.get(address).content.decode(), address

    def test_not_where_a_provider_is_connected(self, settings: LazySettings) -> None:
        settings.ESCROW_GATEWAY = f"{HERE}.Provider"
        page = signed_in(World().arbitrator).get(CASES).content.decode()
        assert NOBODY_IS_PAID not in page
        assert NOBODY_IS_TOLD in page

    def test_and_nobody_else(self, client: Client) -> None:
        client.force_login(make_user("buyer"))
        assert NOBODY_IS_PAID not in client.get("/buyer/").content.decode()

    def test_not_in_the_demo_of_which_every_page_says_so(self, settings: LazySettings) -> None:
        settings.DEMO = True
        page = signed_in(World().arbitrator).get(CASES).content.decode()
        assert NOBODY_IS_PAID not in page
