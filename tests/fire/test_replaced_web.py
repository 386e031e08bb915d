"""Two web servers behind nginx are replaced and reloaded: no request is lost, none done twice."""

import http.client
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Event, Lock
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil
import pytest

from arbitration.models import Comment
from disputes.states import State
from tests.bench.ground import cookie_of
from tests.fire.ground import wait_until
from tests.fire.proxy import NGINX, in_front_of
from tests.fire.site import Site, Web
from tests.fire.size import cases
from tests.support.world import World

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (nginx-light)")

PEOPLE = 6
TOKEN = "a" * 32


class Load:
    """People who read and write without a pause; each note that they leave is another one."""

    def __init__(self, address: str, dispute: str, cookies: str) -> None:
        self._address, self._cookies = address, cookies
        self._page = f"/admin/disputes/dispute/{dispute}/"
        self._number, self._lock, self._end = count(1), Lock(), Event()
        self.answers: Counter[tuple[str, object]] = Counter()
        self.written: set[str] = set()

    @property
    def asked(self) -> int:
        with self._lock:
            return self.answers.total()

    def await_more(self, number: int) -> None:
        enough = self.asked + number
        wait_until(lambda: self.asked >= enough)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        with ThreadPoolExecutor(PEOPLE) as people:
            each = [people.submit(self._go_on) for _person in range(PEOPLE)]
            try:
                yield
            finally:
                self._end.set()
            for person in each:
                person.result()

    def _go_on(self) -> None:
        while not self._end.is_set():
            with self._lock:
                number = next(self._number)
            method = "POST" if number % 2 else "GET"
            try:
                said: object = self._ask(method, f"note {number}")
            except (OSError, http.client.HTTPException) as error:
                said = type(error).__name__
            with self._lock:
                self.answers[method, said] += 1
                if (method, said) == ("POST", 302):
                    self.written.add(f"note {number}")

    def _ask(self, method: str, text: str) -> int:
        host, port = self._address.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        try:
            if method == "GET":
                connection.request("GET", "/rules/", headers={"Cookie": self._cookies})
            else:
                connection.request(
                    "POST",
                    f"{self._page}notes/",
                    urlencode({"text": text, "csrfmiddlewaretoken": TOKEN}),
                    {
                        "Cookie": self._cookies,
                        "Content-Type": "application/x-www-form-urlencoded",
                    },
                )
            return connection.getresponse().status
        finally:
            connection.close()


def ready(web: Web) -> int:
    """What a load balancer is told. Pages need the database only."""
    try:
        with urlopen(
            f"{web.address}/readyz?exclude=broker&exclude=sweep&exclude=outbox", timeout=30
        ) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def replaced(site: Site, web: Web) -> Web:
    """The old one says that it ends, goes on for a while, and is gone before the next starts."""
    assert ready(web) == 200
    web.child.process.send_signal(signal.SIGTERM)
    wait_until(lambda: ready(web) == 503)
    assert web.answers()
    assert web.child.wait() == 0, web.child.last_words()
    return site.web(web.place, DRAIN_SECONDS="2")


def reload(web: Web) -> None:
    """By HUP: other workers, while the server itself stays."""
    server = psutil.Process(web.child.process.pid)
    before = set(server.children())
    web.child.process.send_signal(signal.SIGHUP)
    wait_until(
        lambda: len(server.children()) == len(before) and not before & set(server.children())
    )


def test_nothing_is_lost_while_both_are_replaced_and_reloaded(
    site: Site, record_property: Callable[[str, object], None]
) -> None:
    servers = [site.web(DRAIN_SECONDS="2"), site.web(DRAIN_SECONDS="2")]
    nginx, address = in_front_of(site, [web.place for web in servers])
    world = World()
    dispute, cookie = world.dispute_in(State.HEARING), cookie_of(world.arbitrator)
    load = Load(address, dispute.reference, f"{cookie}; csrftoken={TOKEN}")
    a_while = cases(150, 25)
    with load.going_on():
        for place, web in enumerate(servers):
            load.await_more(a_while)
            servers[place] = replaced(site, web)
            load.await_more(a_while)
            reload(servers[place])
        load.await_more(a_while)
    assert not nginx.ended(), nginx.last_words()
    lost = load.answers.total() - load.answers["GET", 200] - load.answers["POST", 302]
    row = f"two servers replaced and reloaded behind nginx: {load.asked} requests, {lost} lost"
    record_property("fire", row)
    assert set(load.answers) == {("GET", 200), ("POST", 302)}, load.answers
    assert load.asked >= cases(1000, 125)
    notes = list(Comment.objects.values_list("text", flat=True))
    assert sorted(notes) == sorted(load.written), "a note was lost, or sent twice"
