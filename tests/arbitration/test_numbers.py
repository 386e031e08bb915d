"""The limits of a number that supervisors publish are the same for the form, the verb, the rows."""

import pytest
from django.db import IntegrityError, transaction

from arbitration.forms import PolicyForm
from arbitration.forms.rules import RuleForm
from arbitration.verbs.policies import NUMBERS, publish_policy
from disputes.errors import Code
from disputes.models import Policy
from disputes.models.numbers import NumberField, numbers_of
from sellers.models import Rule
from sellers.verbs.rules import publish_rule
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


def beyond(number: NumberField) -> tuple[int, int]:
    return number.least - 1, number.most + 1


@pytest.mark.parametrize("number", numbers_of(Policy), ids=lambda number: number.name)
def test_a_number_of_a_policy(number: NumberField) -> None:
    supervisor, latest = World().supervisor, Policy.objects.latest()
    numbers = {name: getattr(latest, name) for name in NUMBERS}
    for wrong in beyond(number):
        changed = numbers | {number.name: wrong}
        form = PolicyForm(changed | {"change_note": "Else.", "based_on": 1}, latest=latest)
        assert form.errors[number.name] == [number.sentence]
        with refused(Code.AMOUNT_INVALID, field=number.name, says=number.sentence):
            publish_policy(supervisor, changed, change_note="Else.", based_on=1)
        with pytest.raises(IntegrityError, match=f"policy_{number.name}"), transaction.atomic():
            Policy.objects.update(**{number.name: wrong})
    # What is kept is kept as long as it can be appealed.
    beside = {"penalty_appeal_days": 1} if number.name == "keep_days" else {}
    for right in (number.least, number.most):
        Policy.objects.update(**{number.name: right} | beside)


@pytest.mark.parametrize("number", numbers_of(Rule), ids=lambda number: number.name)
def test_a_number_of_a_rule(number: NumberField) -> None:
    supervisor, rule = World().supervisor, Rule.objects.get(code="off_platform")
    for wrong in beyond(number):
        assert RuleForm({number.name: wrong}, latest=rule).errors[number.name] == [number.sentence]
        setattr(rule, number.name, wrong)
        with refused(Code.AMOUNT_INVALID, field=number.name, says=number.sentence):
            publish_rule(supervisor, rule, change_note="Else.")
        rule.pk, rule.version = None, 9
        with pytest.raises(IntegrityError, match=f"rule_{number.name}"), transaction.atomic():
            rule.save(force_insert=True)
