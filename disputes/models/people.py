"""The people who sign in. What each may do follows from memberships and groups, not from a role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.search import words_in


class User(AbstractUser):
    """One account. Buyers own orders, sellers are members of stores, staff belong to groups."""

    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("IANA name, such as Europe/Madrid. Empty: the zone of the browser."),
    )

    class Meta(AbstractUser.Meta):
        indexes = [words_in("username", "first_name", "last_name", name="words_in_names_of_people")]
