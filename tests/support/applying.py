"""A buyer who applies for a refund through the pages, for the tests of that form."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from buyers.models import Draft
from disputes.models import Attachment, Dispute, OrderLine
from tests.support.world import World

ANSWERS = {
    "received": {"received": "yes"},
    "reason": {"reason": "colour"},
    "solution": {"solution": "refund", "amount": "20.00", "freight_payer": "seller"},
    "evidence": {"text": "It is green, not blue."},
}


@dataclass
class Applicant:
    """The world's buyer at the form for one line of theirs."""

    world: World
    line: OrderLine
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.world.buyer)

    @property
    def key(self) -> str:
        """Under which the files of the application are held."""
        return f"apply-{self.line.order.reference}-{self.line.number}"

    def url(self, step: str = "") -> str:
        start = f"/buyer/orders/{self.line.order.reference}/{self.line.number}/apply/"
        return f"{start}{step}/" if step else start

    def get(self, step: str = "") -> Any:
        return self.client.get(self.url(step))

    def post(self, step: str, answers: dict[str, Any] | None = None) -> Any:
        return self.client.post(self.url(step), ANSWERS[step] if answers is None else answers)

    def send_photos(self, *files: SimpleUploadedFile, **also: str) -> Any:
        """The step of evidence as a browser without JavaScript sends it."""
        return self.client.post(self.url("evidence"), {"files": list(files), **also})

    def add_upload(self) -> Attachment:
        """A photo that the script of the page has sent already."""
        return self.world.photo(self.world.buyer, self.key)

    def answer_all(self) -> None:
        """Every step but the last one."""
        self.add_upload()
        for step in ANSWERS:
            assert self.next(self.post(step)) is not None

    def next(self, response: Any) -> str:
        """The step that an answer leads to, through the door of the form."""
        assert response.status_code == 302
        assert response["Location"] == self.url()
        onwards = self.get()
        assert onwards.status_code == 302, onwards.content.decode()
        step: str = onwards["Location"].removeprefix(self.url()).strip("/")
        return step

    def submit(self, seen: str | None = None) -> Any:
        """Press the button of the last page, as it was shown (or as it was `seen` before)."""
        return self.client.post(
            self.url("check"), {"seen": self.fingerprint() if seen is None else seen}
        )

    def fingerprint(self) -> str:
        found = re.search(r'name="seen" value="(\w+)"', self.get("check").content.decode())
        assert found is not None
        return found[1]

    @property
    def draft(self) -> dict[str, str]:
        """The answers that are kept; empty without a draft."""
        kept = Draft.objects.filter(buyer=self.world.buyer, item__line=self.line).first()
        return {} if kept is None else kept.answers

    @property
    def cases(self) -> list[Dispute]:
        return list(self.line.disputes.order_by("opened_at"))


def errors(response: Any) -> dict[str, list[str]]:
    """What a page of the form says beside its fields; "" holds what it says about photos."""
    assert response.status_code == 200
    form, box = response.context["form"], response.context.get("files")
    found = {field.name: [str(error) for error in field.errors] for field in form if field.errors}
    if box is not None and box.errors:
        found[""] = [f"{error.name}: {error.sentence}" for error in box.errors]
    return found
