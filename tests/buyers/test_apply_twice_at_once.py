"""Two windows press "Submit request" at the same moment: one case, and both are led to it."""

import pytest
from django.test import Client

from tests.support.applying import Applicant
from tests.support.concurrency import at_once
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


def test_both_windows_end_at_the_one_case() -> None:
    world = World()
    applicant = Applicant(world, world.line())
    applicant.answer_all()
    seen, led_to = applicant.fingerprint(), []

    def press(window: Client) -> None:
        response = window.post(applicant.url("check"), {"seen": seen})
        led_to.append((response.status_code, response["Location"]))

    windows = [Applicant(world, applicant.line).client for _number in range(2)]
    # Both have found no case when they come to wait for the line's row, which filing locks.
    outcomes = at_once(applicant.line, *(lambda window=window: press(window) for window in windows))

    assert outcomes == ["done", "done"]
    [dispute] = applicant.cases
    assert sorted(led_to) == [
        (302, f"/buyer/cases/{dispute.reference}/"),
        (302, f"/buyer/cases/{dispute.reference}/submitted/"),
    ]
    assert dispute.evidence.get().files.count() == 1
