"""Another version of the policy, for the cases of a test."""

from collections.abc import Mapping

from arbitration.verbs.policies import NUMBERS, publish_policy
from disputes.models import Policy
from tests.support.people import People


def publish(
    world: People,
    *,
    large_amounts: Mapping[str, int] | None = None,
    switches: Mapping[str, bool] | None = None,
    **numbers: int,
) -> Policy:
    """The latest one with these numbers, for what happens from now on."""
    latest = Policy.objects.latest()
    known = {name: getattr(latest, name) for name in NUMBERS}
    return publish_policy(
        world.supervisor,
        known | numbers,
        change_note="For this test.",
        based_on=latest.version,
        large_amounts=large_amounts,
        switches=switches,
    )
