"""What the photos of a case tell beside their pixels: hints for arbitrators, which prove nothing.

Both sides have every photo themselves; what is told here of it, they can find out, too.
"""

from arbitration.photo_signals.metadata import PhotoFacts, facts_of, metadata_signals
from arbitration.photo_signals.sameness import sameness_signals
from arbitration.photo_signals.signal import ShownPhoto, Signal, shown_photos
from disputes.models import User
from disputes.selectors import DisputeView

__all__ = ["PhotoFacts", "ShownPhoto", "Signal", "facts_of", "photo_signals", "shown_photos"]


def photo_signals(view: DisputeView, viewer: User) -> list[Signal]:
    """The surest first; a fixed number of queries, however many photos there are."""
    photos = shown_photos(view)
    signals = [*sameness_signals(view, photos, viewer), *metadata_signals(view, photos)]
    return sorted(signals, key=lambda signal: signal.sureness.rank)
