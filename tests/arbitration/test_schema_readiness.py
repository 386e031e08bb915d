"""/readyz knows tables that do not fit the code; what a newer one only adds stops nothing."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

from arbitration.operations.readiness import check
from arbitration.operations.schema import check_schema

pytestmark = pytest.mark.django_db

Applied = MigrationRecorder.Migration


def test_the_tables_of_this_version() -> None:
    assert check(["schema"]) == {"schema": check_schema()}
    assert check_schema().ok
    assert check_schema().detail == "the tables are those of this version"


def test_older_tables_are_not_served_on() -> None:
    for app, name in (("disputes", "0002_reference_data"), ("sellers", "0001_initial")):
        Applied.objects.get(app=app, name=name).delete()
    found = check_schema()
    assert not found.ok
    assert found.detail == (
        "the tables are older than this version: run manage.py migrate "
        "(disputes.0002_reference_data and 1 more)"
    )


def test_newer_tables_that_only_have_more_are_served_on() -> None:
    Applied.objects.create(app="disputes", name="9001_more")
    Applied.objects.create(app="an_app_of_tomorrow", name="0001_initial")
    found = check_schema()
    assert found.ok
    assert found.detail == "the tables are newer than this version, and still fit it"


def test_newer_tables_that_have_less_are_not_served_on() -> None:
    Applied.objects.create(app="disputes", name="9001_more")
    Applied.objects.create(app="disputes", name="9002_contract_old_words")
    found = check_schema()
    assert not found.ok
    assert found.detail == (
        "the tables are newer than this version and do not fit it any more: start the new one "
        "(disputes.9002_contract_old_words)"
    )
