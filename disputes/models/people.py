"""The people who sign in. What each may do follows from memberships and groups, not from a role."""

from typing import Any

from django.contrib.auth.models import AbstractUser, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from disputes.models.clients import Client
from disputes.models.search import words_in

# The columns in which a person is looked for by name.
NAMES = ("username", "first_name", "last_name")


class User(AbstractUser):
    """One account. Buyers own orders, sellers are members of stores, staff belong to groups.

    People of a marketplace are known by its own id (`client`, `external_id`); their names and
    addresses may be missing.
    """

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    external_id = models.CharField(
        _("marketplace's id"), max_length=128, blank=True, editable=False
    )

    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("IANA name, such as Europe/Madrid. Empty: the zone of the browser."),
    )
    # The mail address that failed, and when: it means nothing any more once they have another one.
    failed_email = models.EmailField(blank=True, editable=False)
    email_failed_at = models.DateTimeField(null=True, editable=False)
    # Sessions that began before are over. By the clock of the machine, as sessions are; see
    # `disputes.sessions`.
    signed_out_at = models.DateTimeField(null=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["client", "external_id"],
                condition=~Q(external_id=""),
                nulls_distinct=False,
                name="one_person_per_external_id",
            )
        ]
        indexes = [
            words_in(*NAMES, name="words_in_names_of_people"),
            models.Index(
                fields=["email_failed_at"],
                condition=~Q(failed_email=""),
                name="people_whose_mail_came_back",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises a ValidationError for a new account whose name `refuse_other_spelling` refuses."""
        if self._state.adding:
            self.refuse_other_spelling()
        super().save(*args, **kwargs)

    def refuse_other_spelling(self) -> None:
        """Raise a ValidationError if this name is new, and another one but for its capitals.

        Not a constraint of the database: whoever saves an account there with SQL is not asked.
        """
        alike = User.objects.filter(username__iexact=self.username).order_by("pk")
        there = list(alike.values_list("username", flat=True))
        if there and self.username not in there:
            raise ValidationError(
                _(
                    "There is an account %(name)s already. A name that differs from it in capitals "
                    "only would be taken for it: choose another one."
                ),
                params={"name": there[0]},
            )

    @property
    def name(self) -> str:
        """What a page calls this person: their full name, or the user name of who has none."""
        return self.get_full_name() or self.username

    @property
    def mail_comes_back(self) -> bool:
        """Has a mail to the address that they have now come back?"""
        return bool(self.email) and self.failed_email.lower() == self.email.lower()

    @cached_property
    def powers(self) -> frozenset[str]:
        """The permissions of this person's groups, such as "disputes.arbitrate"."""
        given = Permission.objects.filter(group__user=self).order_by()
        rows = given.values_list("content_type__app_label", "codename").distinct()
        return frozenset(f"{app}.{codename}" for app, codename in rows)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Powers come from groups only: being a superuser gives none.

        Else whoever runs `createsuperuser` would be arbitrator, supervisor and auditor at once, and
        every rule of who may not do both would be void.
        """
        return self.is_active and perm in self.powers

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(power.startswith(f"{app_label}.") for power in self.powers)
