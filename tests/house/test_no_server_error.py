"""No address answers 500 to an odd request, and none of it stands in the log."""

from dataclasses import dataclass, field
from http import HTTPStatus
from logging import WARNING

import pytest
from django.test import Client

from config.logs import NothingPersonal, Plain
from disputes.kernel.failures import brief
from disputes.verbs import sign_ins
from tests.arbitration import test_addresses as of_admin
from tests.fire.size import FULL_SIZE
from tests.house.test_addresses import ANSWERS, filled, parts_of_addresses
from tests.support.over_wsgi import FORM, ask, cookies_of
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

MARK = "zebulon-xyzzy"  # what nobody should find in the log
TOKEN = "a" * 32
MULTIPART = "multipart/form-data; boundary=b"
# As the settings have it: what is written, not what is held back.
AS_WRITTEN, NOTHING_PERSONAL = Plain(brief), NothingPersonal(brief)
NUL, SURROGATE, BROKEN = "%00", "%ED%A0%80", "%FF%FE"


@dataclass
class Odd:
    """How a request is odd. `{}` in a value is MARK."""

    method: str = "GET"
    query: str = ""
    body: bytes = b""
    kind: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    after: bytes = b""  # what stands behind the path


def form(values: str) -> Odd:
    """A form with the same odd value in every field that one of ours has."""
    fields = (
        "words solution amount version reasons ground outcome cites note to of kinds within_days "
        "carrier tracking received seen remove_file caption shot time_zone username password "
        "next code title text points stays decision rule case act based_on confirm days hours store"
    )
    body = "&".join(f"{name}={values}" for name in fields.split())
    return Odd("POST", body=f"csrfmiddlewaretoken={TOKEN}&{body}".encode(), kind=FORM)


def part(disposition: str, content: bytes = b"x") -> Odd:
    token = b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
    body = b"%b%b\r\n--b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n--b--\r\n" % (
        token, TOKEN.encode(), disposition.encode("latin-1"), content,
    )  # fmt: skip
    return Odd("POST", body=body, kind=MULTIPART)


NAMES = "q page store tab state reason due sort o p e next verb like table evidence number"
ODD: dict[str, Odd] = {
    "HEAD": Odd("HEAD"),
    "a method of its own": Odd("BREW"),
    "a parameter in no known character set": Odd(kind=f"text/plain; a*=zz''{MARK}"),
    "a post with such a parameter": Odd("POST", b"a=1".decode(), b"a=1", f"{FORM}; a*=zz''x"),
    "charset UTF8": Odd("POST", body=b"a=1", kind=f"{FORM}; charset=UTF8"),
    "charset base64": Odd("POST", body=b"a=1", kind=f"{FORM}; charset=base64"),
    "charset base64, read": Odd(query="q=YQ", kind="text/plain; charset=base64"),
    "charset of NUL": Odd("POST", body=b"a=1", kind=f"{FORM}; charset=\x00"),
    "multipart without a boundary": Odd("POST", body=b"--b--", kind="multipart/form-data"),
    "multipart with an odd boundary": Odd("POST", body=b"--b--", kind=f"{MULTIPART}\x80\xff"),
    "a file name in no known character set": part(f"name=files; filename*=zz''{MARK}"),
    "a file name of NUL": part('name="files"; filename="a\x00b.jpg"'),
    "a file name without end": part(f'name="files"; filename="{"a" * 5000}.jpg"'),
    "a field of a surrogate": part('name="words"', b"\xed\xa0\x80"),
    "NUL in every field": form(NUL),
    "a surrogate in every field": form(SURROGATE),
    "not UTF-8 in every field": form(BROKEN),
    "every field without end": form("9" * 15_000),
    "a number beyond all numbers in every field": form("99999999999999999999"),
    "infinity in every field": form("inf"),
    "not a number in every field": form("NaN"),
    "minus one in every field": form("-1"),
    "NUL in the query": Odd(query="&".join(f"{name}={NUL}" for name in NAMES.split())),
    "a surrogate in the query": Odd(
        query="&".join(f"{name}={SURROGATE}" for name in NAMES.split())
    ),
    "numbers in the query": Odd(query="&".join(f"{n}=99999999999999999999" for n in NAMES.split())),
    "names of NUL": Odd(query=f"{NUL}{MARK}=1&{SURROGATE}=2"),
    "filters of its own": Odd(query=f"{MARK}__password__startswith=a&pk__{MARK}=1&id__in={NUL}"),
    "filters across tables": Odd(query=f"buyer__password__regex={MARK}&members__password=1"),
    "a thousand and more fields": Odd("POST", body=b"&".join([b"a=1"] * 1100), kind=FORM),
    "more than a megabyte": Odd("POST", body=b"a=" + b"x" * 1_200_000, kind=FORM),
    "a host with a path": Odd(headers={"HTTP_HOST": f"{MARK}/../a"}),
    "another host": Odd(headers={"HTTP_HOST": f"{MARK}.example"}),
    "a host that is none": Odd(headers={"HTTP_HOST": f"[::{MARK}\x00"}),
    "odd cookies": Odd(
        cookies={
            "tz": "\x00../etc",
            "csrftoken": "\x00",
            "messages": MARK,
            "django_language": "\x00",
        }
    ),
    "a session of NUL": Odd(cookies={"sessionid": "\x00"}),
    "odd headers": Odd(
        headers={
            "HTTP_ACCEPT_LANGUAGE": "\x00\xff" * 300 + "-x",
            "HTTP_REFERER": f"http://[{MARK}",
            "HTTP_ORIGIN": "http://[",
            "HTTP_X_REQUEST_ID": "\x00",
            "HTTP_X_FORWARDED_PROTO": "\x00",
            "HTTP_RANGE": "bytes=-0,99999999999999999999-1",
            "HTTP_IF_MODIFIED_SINCE": "99999999999999999999",
            "HTTP_AUTHORIZATION": "Bearer \xff\x00",
        }
    ),
    "a forged post from an odd page": Odd(
        "POST",
        body=b"a=1",
        kind=FORM,
        headers={"HTTP_REFERER": f"http://[{MARK}", "HTTP_ORIGIN": "["},
    ),
    "not UTF-8 behind the path": Odd(after=b"\xff\xfe"),
    "NUL behind the path": Odd(after=b"\x00"),
    "a surrogate behind the path": Odd(after=b"\xed\xa0\x80"),
    "a path without end": Odd(after=b"a" * 20_000),
}


# Tried at every address; the others at one of SHARE, a different one for each, or in the drill at
# every one as well.
EVERYWHERE = ("HEAD", "NUL in every field")
SHARE = 1 if FULL_SIZE else 8


@pytest.fixture
def doors() -> list[tuple[str, Client]]:
    """Every address, and somebody who can open it; whoever signs out is nobody else."""
    world, people = World(), of_admin.People()
    buyer, seller = signed_in(world.buyer), signed_in(world.seller)
    arbitrator, supervisor = map(signed_in, people.staff[:2])
    portals = {"buyer/": buyer, "seller/": seller, "sign-": Client()}
    rooms = {"disputes/dispute/": arbitrator, "status/": arbitrator, "log": Client()}
    parts = parts_of_addresses(world)

    def of(route: str, known: dict[str, Client], other: Client) -> Client:
        return next((who for start, who in known.items() if route.startswith(start)), other)

    return [
        *((filled(route, parts), of(route, portals, buyer)) for route in ANSWERS),
        *((people.address(route), of(route, rooms, supervisor)) for route in of_admin.EXPECTED),
    ]


def wrong(odd: Odd, address: str, client: Client, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What nobody should have to see."""
    caplog.clear()
    answer = ask(
        odd.method,
        address.encode() + odd.after,
        query=odd.query,
        body=odd.body,
        kind=odd.kind,
        cookies=cookies_of(client, **{"csrftoken": TOKEN} | odd.cookies),
        headers=odd.headers,
    )
    if address == "/readyz" and answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return []  # no sweep has run here
    found = [f"answers {answer.status}"] if answer.status >= 500 else []
    for record in caplog.records:
        assert NOTHING_PERSONAL.filter(record)
        line = AS_WRITTEN.format(record)
        security = record.name.startswith("django.security.") and odd.method != "HEAD"
        expected = security or record.name == sign_ins.log.name  # a password that is wrong
        if record.exc_info or MARK in line or (record.levelno >= WARNING and not expected):
            found.append(line)
    return found


@pytest.mark.parametrize("method", ["read", "sent"])
def test_every_address(
    method: str, doors: list[tuple[str, Client]], caplog: pytest.LogCaptureFixture
) -> None:
    found = {}
    for number, (how, odd) in enumerate(ODD.items()):
        if (odd.method == "POST") != (method == "sent"):
            continue
        share = doors if how in EVERYWHERE else doors[number % SHARE :: SHARE]
        for address, client in share:
            if bad := wrong(odd, address, client, caplog):
                found[how, address] = bad
    assert not found, "\n".join(f"{where}: {what}" for where, what in found.items())
