"""The one way in which Redress says no."""

from datetime import timedelta
from enum import StrEnum


class Code(StrEnum):
    """Why something was refused. Closed: callers and the API may rely on these words."""

    NOT_FOUND = "not_found"  # does not exist, or is none of the actor's business: the same answer
    NOT_ALLOWED = "not_allowed"
    WRONG_STATE = "wrong_state"
    TOO_LATE = "too_late"
    STALE = "stale"
    NOTHING_CHANGED = "nothing_changed"
    BUSY = "busy"  # somebody else holds what this act needs
    CASE_EXISTS = "case_exists"
    WINDOW_CLOSED = "window_closed"
    STILL_IN_TRANSIT = "still_in_transit"
    LIMIT_REACHED = "limit_reached"
    AMOUNT_INVALID = "amount_invalid"
    SOLUTION_INVALID = "solution_invalid"
    REASON_INVALID = "reason_invalid"
    TEXT_MISSING = "text_missing"
    CITATION_INVALID = "citation_invalid"  # none, of evidence that is not there or not yet known
    ADDRESS_INVALID = "address_invalid"
    TRACKING_INVALID = "tracking_invalid"
    DAYS_INVALID = "days_invalid"  # of a store's closed days, or of a pause
    PHOTO_REQUIRED = "photo_required"
    ORDER_INVALID = "order_invalid"  # facts that an order cannot have
    CONFLICT = "conflict"  # the database keeps a law that this would break
    NOTHING_TO_TAKE = "nothing_to_take"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_ACCEPTED = "file_not_accepted"  # neither a photo nor a document that is taken
    FILE_INFECTED = "file_infected"  # by the virus scanner
    FILE_NOT_STORED = "file_not_stored"  # the store is full, or does not answer
    PHOTO_TOO_MANY_PIXELS = "photo_too_many_pixels"
    PHOTO_BROKEN = "photo_broken"
    DOCUMENT_BROKEN = "document_broken"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_ATTEMPTS = "too_many_attempts"  # to sign in; see TooManyAttempts


class Refused(Exception):
    """An act that the rules do not allow; nothing has changed.

    `message` is a whole sentence that is safe to show to the person who tried, and says how to
    go on. `field` names the form field that it belongs to, if there is one.
    """

    def __init__(self, code: Code, message: str, *, field: str | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = str(message)
        self.field = field


class Outdated(Refused):
    """What somebody decides on was changed after they had read it; the sentence says what, when."""

    def __init__(self, message: str) -> None:
        super().__init__(Code.STALE, message)


class TooManyAttempts(Refused):
    """Somebody must wait before they may try again; the sentence says so, too."""

    def __init__(self, message: str, wait: timedelta) -> None:
        super().__init__(Code.TOO_MANY_ATTEMPTS, message)
        self.wait = wait

    @property
    def retry_after(self) -> str:
        """The wait in whole seconds, rounded up: the value of the header Retry-After."""
        return str(-(-self.wait // timedelta(seconds=1)))
