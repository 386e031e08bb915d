"""Which numbers of a policy do not go together, whoever publishes them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from django.utils.translation import gettext as _

# What points lead to, the mildest first.
_THRESHOLDS = (
    "warning_points",
    "restrict_points",
    "restrict_longer_points",
    "pause_points",
    "close_points",
)


def check_together(
    numbers: Mapping[str, int], *, photos_required: int
) -> Iterator[tuple[str, str]]:
    """The name of a number, and why it does not go with the others. `photos_required` is the most
    that any reason asks for."""
    yield from _check_clocks(numbers)
    yield from _check_thresholds(numbers)
    yield from _check_files(numbers, photos_required)
    if numbers["keep_days"] < numbers["penalty_appeal_days"]:
        yield (
            "keep_days",
            _(
                "Enter at least %(days)d: a store can appeal a penalty for that long, with what "
                "was said and shown in its case."
            )
            % {"days": numbers["penalty_appeal_days"]},
        )


def _check_clocks(numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if numbers["apply_after_dispatch_days"] >= (
        numbers["apply_at_once_under_days"] + numbers["apply_after_promise_days"]
    ):
        yield (
            "apply_after_dispatch_days",
            _("With this, the time of some buyers would end before it begins."),
        )
    if numbers["notice_hours"] >= 24 * min(numbers["ruling_days"], numbers["appeal_ruling_days"]):
        yield (
            "notice_hours",
            _("With this, the time to rule could end before new evidence can be cited."),
        )


def _check_thresholds(numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Each is above the one before: what weighs more comes later. What is longer is not shorter."""
    for (_before, lower), (name, higher) in pairwise((name, numbers[name]) for name in _THRESHOLDS):
        if higher <= lower:
            yield (
                name,
                _(
                    "Enter more than %(points)d, so that each sanction takes more points than "
                    "the milder one before it."
                )
                % {"points": lower},
            )
    if numbers["restrict_longer_days"] < numbers["restrict_days"]:
        yield (
            "restrict_longer_days",
            _("Enter at least %(days)d: the longer restriction is not shorter than the other.")
            % {"days": numbers["restrict_days"]},
        )


def _check_files(numbers: Mapping[str, int], photos_required: int) -> Iterator[tuple[str, str]]:
    if numbers["files_at_once"] < photos_required:
        yield (
            "files_at_once",
            _("There is a reason that asks for %(number)d photos.") % {"number": photos_required},
        )
    elif numbers["files_per_side"] < numbers["files_at_once"]:
        yield "files_per_side", _("One statement alone may bring more files than that.")
