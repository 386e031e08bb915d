"""A case PDF as its reader gets it, read back."""

import re
from io import BytesIO

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from disputes.models import Dispute, User
from disputes.states import Party
from tests.support.workspace import signed_in
from tests.support.world import World

NAMES = {
    Party.BUYER: "buyers:case-pdf",
    Party.SELLER: "sellers:case-pdf",
    Party.PLATFORM: "admin:case-pdf",
}
# What has no width: places where an endless word may break, and bounds of foreign words.
UNSEEN = re.compile("[\u200b\u2066-\u2069]")


def address_of(dispute: Dispute, party: Party) -> str:
    return reverse(NAMES[party], args=[dispute.reference])


def reader(world: World, party: Party) -> User:
    return {
        Party.BUYER: world.buyer,
        Party.SELLER: world.seller,
        Party.PLATFORM: world.supervisor,
    }[party]


def file_of(world: World, dispute: Dispute, party: Party = Party.BUYER) -> PdfReader:
    return opened(signed_in(reader(world, party)), dispute, party)


def opened(client: Client, dispute: Dispute, party: Party) -> PdfReader:
    response = client.get(address_of(dispute, party))
    assert response.status_code == 200
    return PdfReader(BytesIO(response.content))


def text_of(file: PdfReader) -> str:
    """All that stands in it, in one line."""
    return " ".join(page_text(file, number) for number in range(1, len(file.pages) + 1))


def page_text(file: PdfReader, number: int) -> str:
    """All of one page in one line; the first one is number 1."""
    return " ".join(UNSEEN.sub("", file.pages[number - 1].extract_text()).split())
