"""Cases that one application opened."""

from django.db import models

from disputes.models.parcels import Parcel


class CaseGroup(models.Model):
    """One application that named several items of a parcel: a case for each, and one form for all.

    Each case goes its own way; sides may do the same in several at once (`kernel.act`).
    """

    parcel = models.ForeignKey(
        Parcel, on_delete=models.PROTECT, related_name="case_groups", db_index=False
    )

    def __str__(self) -> str:
        return f"group {self.pk} of {self.parcel}"
