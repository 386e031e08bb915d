"""What is remembered of wrong passwords."""

from django.db import models

from disputes.rules.sign_ins import Scope


class SignInCount(models.Model):
    """Wrong passwords for one account, from one address, or for the two together.

    `key` is a keyed hash: neither names nor addresses stand here, and those of accounts that do not
    exist are counted like others. Rows that say nothing any more are deleted on a tick.
    """

    scope = models.CharField(max_length=8, choices=[(scope.value, scope.value) for scope in Scope])
    key = models.CharField(max_length=64)
    count = models.FloatField(default=0)
    counted_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)
    # Only of the two together: when the right password came from there.
    succeeded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="one_count_of_sign_ins_each")
        ]
        indexes = [models.Index(fields=["counted_at"], name="sign_in_counts_by_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key[:16]}: {self.count:.1f}"
