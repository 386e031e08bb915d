"""Every address of the admin and every kind of person: who may open it, and that nothing gives."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core import checks
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from arbitration.verbs import assignment
from arbitration.views.site import Workspace
from disputes import clock
from disputes.models import (
    Dispute,
    Ground,
    HaltedCleanup,
    OutboxMessage,
    Policy,
    Reason,
    Topic,
    User,
)
from disputes.states import ReportReason, State
from disputes.verbs.message_reports import report_message
from disputes.verbs.messages import send_message
from sellers.models import Sanction
from sellers.verbs.penalties import penalise
from tests.support.given_penalties import proof
from tests.support.people import PASSWORD, make_user
from tests.support.rests import pause_all
from tests.support.standing_pages import LARGE, appealed, given, other_supervisor, rule
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

Routes = dict[str, tuple[str, int, int, int]]

# Route: (an address that it answers, status for an arbitrator, for a supervisor, for
# an auditor). `{case}` is a case that the arbitrator has taken. People who are signed in without
# the permission get 403 everywhere, and whoever is not signed in is sent to the sign-in page.
SITE: Routes = {
    "": ("", 302, 302, 302),
    "login/": ("login/", 302, 302, 302),
    "logout/": ("logout/", 405, 405, 405),
    "password_change/": ("password_change/", 200, 200, 200),
    "password_change/done/": ("password_change/done/", 200, 200, 200),
    "board/": ("board/", 403, 200, 200),
    "board/<slug:table>.csv": ("board/load.csv", 403, 200, 200),
    "looks/": ("looks/", 403, 200, 200),
    "status/": ("status/", 200, 200, 200),
    "status/cleanups/<int:number>/": ("status/cleanups/{halt}/", 200, 200, 200),
    "status/cases/all/again/": ("status/cases/all/again/", 403, 302, 403),
    "status/messages/<slug:topic>/again/": ("status/messages/refund/again/", 403, 302, 403),
    "status/cases/<slug:reference>/": ("status/cases/{case}/", 405, 405, 405),
    "status/cases/<slug:reference>/decide/": ("status/cases/{case}/decide/", 403, 200, 403),
    "status/mails/again/": ("status/mails/again/", 405, 405, 405),
    "status/messages/<int:number>/": ("status/messages/1/", 405, 405, 405),
    "autocomplete/": ("autocomplete/", 403, 403, 403),
    "jsi18n/": ("jsi18n/", 200, 200, 200),
    "r/<path:content_type_id>/<path:object_id>/": ("r/{type}/{id}/", 404, 404, 404),
    "^(?P<app_label>disputes)/$": ("disputes/", 200, 200, 200),
    "(?P<url>.*)$": ("no/such/page/", 404, 404, 404),
}
CASES: Routes = {
    "": ("", 200, 200, 200),
    "take-next/": ("take-next/", 405, 405, 405),
    "<slug:reference>/": ("{case}/", 200, 200, 200),
    "<slug:reference>/compare/": ("{case}/compare/", 200, 200, 200),
    "<slug:reference>/case-file/": ("{case}/case-file/", 200, 200, 200),
    "<slug:reference>/notes/": ("{case}/notes/", 405, 405, 405),
    "<slug:reference>/ruling-draft/": ("{case}/ruling-draft/", 405, 405, 405),
    # Only for the one who has the case; others are led back to it with a sentence.
    "<slug:reference>/<slug:slug>/": ("{case}/rule/", 200, 302, 302),
}
STOCK: Routes = {
    "": ("", 403, 200, 200),
    "add/": ("add/", 403, 403, 403),
    "<path:object_id>/history/": ("{id}/history/", 403, 200, 200),
    "<path:object_id>/delete/": ("{id}/delete/", 403, 403, 403),
    "<path:object_id>/change/": ("{id}/change/", 403, 200, 200),
    "<path:object_id>/": ("{id}/", 302, 302, 302),
}
READ = (403, 200, 200)
ACT = (403, 200, 403)
STORES: Routes = {
    "": ("", *READ),
    "<int:number>/": ("{store}/", *READ),
    "<int:number>/penalise/": ("{store}/penalise/", *ACT),
    "penalties/<int:number>/": ("penalties/{penalty}/", *READ),
    "penalties/<int:number>/lower/": ("penalties/{penalty}/lower/", *ACT),
    "sanctions/<int:number>/": ("sanctions/{sanction}/", *READ),
    "appeals/": ("appeals/", *READ),
    "appeals/<int:number>/": ("appeals/{appeal}/", *READ),
    "proposals/": ("proposals/", *READ),
    "proposals/<int:number>/": ("proposals/{proposal}/", *READ),
    "rules/": ("rules/", *READ),
    "rules/publish/": ("rules/publish/", *ACT),
    "rules/<slug:code>/versions/": ("rules/off_platform/versions/", *READ),
    "rules/<slug:code>/publish/": ("rules/off_platform/publish/", *ACT),
}
MODELS: dict[str, Routes] = {
    "disputes/dispute/": CASES,
    "disputes/policy/": STOCK | {"publish/": ("publish/", 403, 200, 403)},
    "disputes/clockpause/": STOCK
    | {
        "publish/": ("publish/", *ACT),
        "<int:number>/end/": ("1/end/", *ACT),
    },
    "disputes/reason/": STOCK,
    "disputes/ground/": STOCK | {"add/": ("add/", 403, 200, 403)},
    "disputes/outboxmessage/": STOCK,
    "disputes/messagereport/": STOCK | {"<int:report>/handle/": ("{id}/handle/", *ACT)},
    "disputes/store/": STORES,
}
EXPECTED: Routes = SITE | {
    prefix + route: (prefix + row[0], *row[1:])
    for prefix, routes in MODELS.items()
    for route, row in routes.items()
}
NO_PAGES = {
    "jsi18n/",
    "board/<slug:table>.csv",
    "disputes/dispute/<slug:reference>/case-file/",
}
FORGED = {
    "action": "delete_selected",
    "_selected_action": "1",
    "post": "yes",
    "confirm": "yes",
    "state": "resolved",
    "assignee": "1",
    "amount_minor": "1",
    "due_at_0": "2030-01-01",
    "_save": "Save",
}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def admin_routes() -> list[str]:
    [mounted] = [
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin"
    ]
    assert str(mounted.pattern) == "admin/"
    return list(routes(mounted.url_patterns))


class People:
    """A world with a taken case and a row of each kind, and everybody who may come along."""

    def __init__(self) -> None:
        self.world = world = World()
        self.appeal = appealed(world)
        self.penalty = given(world)
        self.sanction = Sanction.objects.filter(store=world.store).earliest("pk")
        proposer = other_supervisor()
        self.proposal = penalise(
            proposer,
            world.store,
            rule=rule(LARGE),
            reasons="The photo is forged.",
            files=proof(proposer),
            idempotency_key=uuid4(),
        )
        self.case = world.dispute_in(State.AWAITING_RULING)
        assignment.take_next(world.arbitrator)
        self.pause = pause_all(world)
        send_message(world.as_buyer, self.case, text="You crook!")
        self.report = report_message(world.as_seller, self.case, 1, reason=ReportReason.RUDE)
        self.failure = OutboxMessage.objects.create(
            topic=Topic.REFUND,
            key="refund-stuck",
            created_at=clock.now(),
            next_attempt_at=clock.now(),
            last_error="The gateway did not answer.",
        )
        self.halt = HaltedCleanup.objects.create(
            kind=HaltedCleanup.Kind.OLD_CASES, number=30, total=40, halted_at=clock.now()
        )
        self.strangers = [world.buyer, world.seller, make_user("clerk")]
        self.strangers[-1].is_staff = True
        self.strangers[-1].save()
        # Being a superuser gives no power: those come from groups.
        self.strangers.append(make_user("root"))
        self.strangers[-1].is_staff = self.strangers[-1].is_superuser = True
        self.strangers[-1].save()
        self.auditor = make_user("auditor", "Auditors")

    def address(self, route: str) -> str:
        path = EXPECTED[route][0]
        ids = {
            "disputes/policy/": Policy.objects.get().pk,
            "disputes/clockpause/": self.pause.pk,
            "disputes/reason/": Reason.objects.get(code="colour").pk,
            "disputes/ground/": Ground.objects.get(code="incomplete").pk,
            "disputes/outboxmessage/": self.failure.pk,
            "disputes/messagereport/": self.report.pk,
        }
        prefix = next((prefix for prefix in ids if path.startswith(prefix)), None)
        return "/admin/" + path.format(
            case=self.case.reference,
            type=ContentType.objects.get_for_model(Dispute).pk,
            id=ids[prefix] if prefix else self.case.pk,
            store=self.world.store.pk,
            penalty=self.penalty.pk,
            sanction=self.sanction.pk,
            appeal=self.appeal.pk,
            proposal=self.proposal.pk,
            halt=self.halt.pk,
        )

    @property
    def staff(self) -> list[User]:
        return [self.world.arbitrator, self.world.supervisor, self.auditor]


def test_the_table_names_every_address_and_no_other() -> None:
    found = admin_routes()
    assert sorted(found) == sorted(set(found))
    assert set(found) == set(EXPECTED)


def test_every_address_for_every_person() -> None:
    people = People()
    strangers = [signed_in(stranger) for stranger in people.strangers]
    staff = [signed_in(user) for user in people.staff]
    for route, (_, *statuses) in EXPECTED.items():
        address = people.address(route)
        anonymous = Client().get(address)
        assert anonymous.status_code == 302, route
        assert anonymous["Location"].startswith("/sign-in/?next=/admin/"), route
        assert {client.get(address).status_code for client in strangers} == {403}, route
        for user, client, status in zip(people.staff, staff, statuses, strict=True):
            answer = client.get(address)
            assert answer.status_code == status, (route, user)
            assert "no-store" in answer["Cache-Control"], (route, user)  # nobody keeps it


def test_forged_forms_change_nothing_whoever_sends_them() -> None:
    people = People()
    given_to_those_who_may = "disputes/dispute/take-next/"  # see the queue's own tests
    one_button = "disputes/clockpause/<int:number>/end/"  # see test_pause_pages
    clients = [signed_in(user) for user in (*people.strangers, *people.staff)]
    for route in EXPECTED.keys() - {given_to_those_who_may, one_button}:
        with nothing_changes():
            for client in clients:
                client.post(people.address(route), FORGED)
    address = people.address(given_to_those_who_may)
    people.world.dispute_in(State.AWAITING_RULING)
    for stranger in people.strangers:
        client = signed_in(stranger)
        with nothing_changes():
            assert client.post(address).status_code == 403
            assert client.post(people.address(one_button)).status_code == 403
    with nothing_changes():
        assert Client().post(address).status_code == 302


def test_nobody_deletes_nor_does_anything_to_many_rows_at_once() -> None:
    people = People()
    for user in people.staff:
        request = signed_in(user).get("/admin/disputes/dispute/").wsgi_request
        for model, registered in admin.site._registry.items():
            assert registered.actions is None, model
            assert registered.get_actions(request) == {}, model
            assert not registered.has_delete_permission(request), model


def test_the_lists_have_no_check_boxes() -> None:
    people = People()
    for prefix in MODELS:
        page = signed_in(people.world.supervisor).get(f"/admin/{prefix}").content.decode()
        assert "_selected_action" not in page, prefix


def test_there_is_one_door() -> None:
    world = World()
    client = Client()
    response = client.get("/admin/disputes/dispute/?tab=mine")
    assert response["Location"] == "/sign-in/?next=/admin/disputes/dispute/%3Ftab%3Dmine"
    credentials = {"username": world.arbitrator.username, "password": PASSWORD}
    refused = client.post("/admin/login/?next=//evil.example/", credentials)
    assert (refused.status_code, refused["Location"]) == (302, "/sign-in/?next=/admin/")
    assert client.get("/admin/").status_code == 302
    entered = client.post("/sign-in/?next=/admin/", credentials, follow=True)
    assert entered.redirect_chain == [("/admin/", 302), ("/admin/disputes/dispute/", 302)]
    assert entered.status_code == 200
    assert 'action="/sign-out/"' in entered.content.decode()
    assert client.get("/admin/login/")["Location"] == "/admin/"


def test_an_account_that_is_switched_off_is_turned_away() -> None:
    world = World()
    client = signed_in(world.arbitrator)
    world.arbitrator.is_active = False
    world.arbitrator.save()
    assert client.get("/admin/disputes/dispute/")["Location"].startswith("/sign-in/")


def test_the_workspace_passes_the_checks_of_the_admin() -> None:
    assert isinstance(admin.site._wrapped, Workspace)  # type: ignore[attr-defined]  # lazy
    assert checks.run_checks(tags=["admin"]) == []


def test_pages_hold_no_inline_script_or_style() -> None:
    people = People()
    pages = 0
    for route, statuses in EXPECTED.items():
        if 200 not in statuses or route == "jsi18n/":
            continue
        response = signed_in(people.world.supervisor).get(people.address(route))
        if not response["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        page = response.text
        assert "<style" not in page, route
        assert " style=" not in page, route
        assert "<script>" not in page, route
        assert "onclick" not in page, route
    assert pages == sum(200 in statuses for statuses in EXPECTED.values()) - len(NO_PAGES)
