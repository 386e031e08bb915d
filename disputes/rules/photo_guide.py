"""Which of the pictures that a reason asks for are there."""

from collections.abc import Collection, Sequence


def shown(
    wanted: Sequence[int],
    required: int,
    *,
    photos: Sequence[int | None],
    documents: Collection[int | None],
) -> set[int]:
    """Those of the `wanted` shots that are there; the first `required` of them must be photos.

    `photos` and `documents` hold the shot that each file is said to show. A photo of which nothing
    is said that is wanted here stands for a required one, in their order: nobody must sort photos.
    (`static/js/guidance.js` marks the list by the same rule while files come and go.)
    """
    said = {shot for shot in wanted if shot in photos}
    said |= {shot for shot in wanted[required:] if shot in documents}
    unsaid = sum(shot not in wanted for shot in photos)
    open_ones = [shot for shot in wanted[:required] if shot not in said]
    return said | set(open_ones[:unsaid])
