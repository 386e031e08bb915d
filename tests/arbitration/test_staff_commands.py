"""People of the platform come, are listed, and go, by commands; superusers get no powers."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from arbitration.models import Handover
from arbitration.verbs import assignment, policies
from disputes import clock
from disputes.errors import Code
from disputes.models import Policy, User
from disputes.permissions import ARBITRATE, AUDIT, SUPERVISE, allowed, arbitrators, may_see
from disputes.permissions.people import Actor
from disputes.states import Party, State
from disputes.verbs.sign_ins import account_in_log
from tests.support.moments import moment
from tests.support.people import PASSWORD, make_user
from tests.support.rows import everything, refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

GOOD = "a good long password"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What somebody types at the terminal, line by line."""

    def types(*lines: str) -> None:
        rest = list(lines)
        monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr(
            "arbitration.management.commands.add_staff.getpass", lambda prompt: rest.pop(0)
        )

    return types


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def may_sign_in(name: str, password: str) -> bool:
    answer = Client().post("/sign-in/", {"username": name, "password": password})
    return answer.status_code == 302


@pytest.mark.parametrize(
    ("role", "powers"),
    [
        ("arbitrator", {ARBITRATE}),
        ("supervisor", {SUPERVISE, ARBITRATE}),
        ("auditor", {AUDIT}),
    ],
)
def test_a_new_account_with_a_password_from_the_terminal(
    typed: Callable[..., None], role: str, powers: set[str]
) -> None:
    typed(GOOD, GOOD)
    assert f"nora is now a{'n' if role[0] == 'a' else ''} {role}" in run(
        "add_staff", "nora", "--role", role
    )
    nora = User.objects.get(username="nora")
    assert nora.powers == powers
    assert (nora.is_staff, nora.is_superuser) == (True, False)
    assert may_sign_in("nora", GOOD)
    assert signed_in(nora).get("/admin/disputes/dispute/").status_code == 200


def test_a_password_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, f"{GOOD}\n")
    run("add_staff", "nora", "--role", "auditor", "--password-stdin")
    assert may_sign_in("nora", GOOD)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"abcde\0fghijk12\n", "Nobody could type it on the page"),
        (b"abcdefgh\nijklmnop\n", "Nobody could type it on the page"),
        (b"\xff\xfe\xff\xfeabcdefgh\n", "The password is not UTF-8."),
        (b"long enough " * 400, "A password has 4096 characters at most."),
    ],
)
def test_a_pipe_that_holds_no_password(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, says: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent), "utf-8"))
    before = everything()
    with pytest.raises(CommandError, match=says) as caught:
        run("add_staff", "nora", "--role", "auditor", "--password-stdin")
    assert str(caught.value).endswith("Nothing was changed.")
    assert everything() == before


def test_no_name_differs_from_another_in_capitals_only() -> None:
    run("add_staff", "auditor", "--role", "auditor", "--random-password")
    before = everything()
    with pytest.raises(CommandError, match="There is an account auditor already") as caught:
        run("add_staff", "AUDITOR", "--role", "auditor", "--random-password")
    assert str(caught.value).endswith("choose another one. Nothing was changed.")
    with pytest.raises(CommandError, match="There is an account auditor already"):
        run("createsuperuser", "--noinput", "--username", "Auditor", "--email", "a@shop.example")
    with pytest.raises(ValidationError, match="There is an account auditor already"):
        User.objects.create(username="aUditor")
    assert everything() == before


def test_who_bears_such_a_name_from_before_can_be_given_a_role() -> None:
    first, second = make_user("auditor"), make_user("other")
    User.objects.filter(pk=second.pk).update(username=first.username.upper())
    run("add_staff", first.username.upper(), "--role", "auditor")
    assert User.objects.get(pk=second.pk).powers == {AUDIT}
    assert User.objects.get(pk=first.pk).powers == frozenset()


def test_a_random_password_is_said_once() -> None:
    said = run("add_staff", "nora", "--role", "auditor", "--random-password")
    assert may_sign_in("nora", said.split()[-1])


def test_an_account_that_is_there_gets_the_role_and_keeps_its_password() -> None:
    buyer = make_user("buyer")
    said = run("add_staff", buyer.username, "--role", "arbitrator")
    assert "its password stays as it was" in said
    assert may_sign_in(buyer.username, PASSWORD)
    assert User.objects.get(pk=buyer.pk).powers == {ARBITRATE}
    before = everything()
    assert "already. Nothing was changed." in run(
        "add_staff", buyer.username, "--role", "arbitrator"
    )
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "lines", "says"),
    [
        ("nora", ("12345678", "12345678"), "This password is too common."),
        ("nora", ("nora12", "nora12"), "too short"),
        ("nora", ("", ""), "too short"),
        ("nora", (GOOD, "another one"), "The two are not the same."),
        ("no name", (GOOD, GOOD), "Enter a valid username."),
        ("", (GOOD, GOOD), "This field cannot be blank."),
        ("n" * 151, (GOOD, GOOD), "at most 150 characters"),
        ("no\0ra", (GOOD, GOOD), "Enter a valid username."),
        ("nora", (f"{GOOD}\0", f"{GOOD}\0"), "Nobody could type it on the page to sign in."),
        ("nora", (f"{GOOD}\udcff", f"{GOOD}\udcff"), "or bytes that are not UTF-8."),
    ],
)
def test_what_will_not_do_is_said_and_changes_nothing(
    typed: Callable[..., None], name: str, lines: tuple[str, ...], says: str
) -> None:
    typed(*lines)
    before = everything()
    with pytest.raises(CommandError) as caught:
        run("add_staff", name, "--role", "arbitrator")
    assert says in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed.")
    assert everything() == before


def test_without_a_terminal_it_says_how_to_give_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, "")
    with pytest.raises(CommandError, match="Use --password-stdin or"):
        run("add_staff", "nora", "--role", "arbitrator")
    with pytest.raises(CommandError, match="invalid choice: 'king'"):
        run("add_staff", "nora", "--role", "king")
    assert not User.objects.filter(username="nora").exists()


def test_somebody_leaves() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)
    client = signed_in(world.arbitrator)
    assert client.get("/admin/disputes/dispute/").status_code == 200
    rows = {table: len(found) for table, found in everything().items()}
    said = run("remove_staff", world.arbitrator.username)
    assert f"Cases handed back: {dispute.reference}." in said
    assert "Roles taken away: arbitrator." in said
    assert "There is no arbitrator now" not in said  # the world has two
    gone = User.objects.get(pk=world.arbitrator.pk)
    assert (gone.is_active, gone.is_staff, gone.powers) == (False, False, frozenset())
    assert not may_sign_in(gone.username, PASSWORD)
    assert client.get("/admin/disputes/dispute/").status_code == 302
    assert world.again(dispute).assignee is None
    assert Handover.objects.get().why == Handover.Why.HANDED_BACK
    assert assignment.take_next(world.arbitrator2) == dispute
    # Nothing was deleted, but for the memberships of groups.
    assert all(len(found) >= rows[table] for table, found in everything().items()
               if not table.endswith("user_groups"))  # fmt: skip


@pytest.mark.parametrize("who", ["seller", "buyer"])
def test_a_seller_or_buyer_who_leaves_the_staff_stays_one(who: str) -> None:
    world = World()
    world.line()
    user: User = getattr(world, who)
    run("add_staff", user.username, "--role", "auditor")
    client = signed_in(user)
    assert client.get("/admin/disputes/dispute/").status_code == 200
    said = run("remove_staff", user.username)
    assert "The account has orders or a store: it stays, with its password, for those." in said
    answer = client.get(f"/{who}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next=/{who}/")
    told = client.get(answer["Location"]).content.decode()
    assert "You were signed out, because this account may do other things than before." in told
    now = User.objects.get(pk=user.pk)
    assert (now.is_active, now.is_staff, now.is_superuser, now.powers) == (
        True, False, False, frozenset(),
    )  # fmt: skip
    answer = client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert answer["Location"] == f"/{who}/"
    assert client.get(f"/{who}/").status_code == 200
    assert client.get("/admin/disputes/dispute/").status_code == 403


def test_who_comes_back_needs_a_password_and_old_sessions_stay_over(
    typed: Callable[..., None],
) -> None:
    world = World()
    client = signed_in(world.supervisor)
    assert "There is no supervisor now." in run("remove_staff", world.supervisor.username)
    typed(GOOD, GOOD)
    run("add_staff", world.supervisor.username, "--role", "auditor")
    assert client.get("/settings/").status_code == 302
    assert may_sign_in(world.supervisor.username, GOOD)
    assert User.objects.get(pk=world.supervisor.pk).powers == {AUDIT}


def test_a_case_that_cannot_be_handed_back_is_named() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        said = run("remove_staff", world.arbitrator.username)
    assert f"{dispute.reference} could not be handed back: " in said
    assert "Cases handed back: none." in said
    assert not User.objects.get(pk=world.arbitrator.pk).is_active


def test_nobody_is_removed_by_a_wrong_name() -> None:
    world = World()
    before = everything()
    with pytest.raises(CommandError, match="There is no account nobody"):
        run("remove_staff", "nobody")
    with pytest.raises(CommandError, match="is none of the platform's"):
        run("remove_staff", world.buyer.username)
    assert everything() == before


def test_the_list() -> None:
    assert "Nobody works for the platform." in run("list_staff")
    world = World()
    root = User.objects.create_superuser("root", password=PASSWORD)
    run("remove_staff", world.arbitrator2.username)
    lines = dict(line.split(": ", 1) for line in run("list_staff").splitlines())
    assert set(lines) == {world.arbitrator.username, world.supervisor.username, root.username}
    told = account_in_log(world.supervisor.username)
    assert lines[world.supervisor.username] == (
        f"supervisor; 0 cases in hand; never signed in; account {told} in the log"
    )
    assert lines["root"].startswith("no role, so no power (manage.py add_staff root --role …)")


def test_createsuperuser_gives_nobody_a_power() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    run("createsuperuser", "--noinput", "--username", "root", "--email", "root@shop.example")
    root = User.objects.get(username="root")
    assert not any(root.has_perm(power) for power in (ARBITRATE, SUPERVISE, AUDIT))
    assert not root.has_module_perms("disputes")
    assert not may_see(root, dispute)
    assert allowed(dispute, Actor(root, Party.PLATFORM), clock.now()) == []
    assert root not in arbitrators()
    with refused(Code.NOT_ALLOWED, field="to"):
        assignment.reassign(world.supervisor, dispute, to=root)
    numbers = {number: getattr(Policy.objects.latest(), number) for number in policies.NUMBERS}
    with refused(Code.NOT_ALLOWED):
        policies.publish_policy(root, numbers, change_note="For me.", based_on=1)
    page = signed_in(root).get("/admin/", follow=True)
    assert page.status_code == 403
    assert "manage.py add_staff root --role arbitrator" in page.content.decode()
    run("add_staff", "root", "--role", "auditor", "--random-password")
    assert User.objects.get(username="root").powers == {AUDIT}


def test_a_permission_without_a_group_is_no_power() -> None:
    """Else the one whom the sweep gives cases to could not rule on them, or the other way round."""
    clerk = make_user("clerk")
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.add(Permission.objects.get(codename="arbitrate"))
    assert not clerk.has_perm(ARBITRATE)
    assert clerk not in arbitrators()


def test_the_powers_of_somebody_who_is_switched_off() -> None:
    user: Any = make_user("arbitrator", "Arbitrators")
    assert user.has_perm(ARBITRATE)
    user.is_active = False
    assert not user.has_perm(ARBITRATE)
