"""Numbers that supervisors decide about."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _


class NumberField(models.PositiveSmallIntegerField[int, int]):
    """A whole number from `least` to `most`: forms, verbs and the database read the limits here.

    Unless said otherwise it is not 0, since a clock of no days would end as it starts, and a limit
    of no files would let none in; and 365 at most, which is a year of days.
    """

    def __init__(
        self, verbose_name: Any = None, *, least: int = 1, most: int = 365, **options: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(verbose_name, **options)

    @property
    def sentence(self) -> str:
        """What the number may be."""
        limits = {"least": self.least, "most": self.most}
        return _("Enter a number from %(least)d to %(most)d.") % limits

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not self.least <= value <= self.most:
            raise ValidationError(self.sentence)

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f'"{self.column}" BETWEEN {self.least} AND {self.most}'

    def deconstruct(self) -> Any:
        name, path, positional, options = super().deconstruct()
        return name, path, positional, options | {"least": self.least, "most": self.most}


def numbers_of(model: type[models.Model]) -> list[NumberField]:
    return [field for field in model._meta.fields if isinstance(field, NumberField)]
