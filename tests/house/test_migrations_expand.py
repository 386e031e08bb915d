"""Migrations expand first: the version before can serve while they run, and after them.

A migration after those of FIRST, which 0.2.0 begins with, adds only what code that does not know it
passes over. What this test cannot judge (SQL, Python, a law on a table that the version before
writes to) says in `expands` why the version before can live with it. What takes something away is
called NNNN_contract_…, and its release says "stop, migrate, start".
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from disputes.models.laws import AppendOnly

# Those that make the tables. Before the tag 0.2.0 nobody has them, and changes fold into these.
FIRST = {"disputes": 2, "sellers": 2, "buyers": 1, "arbitration": 1}

ADDS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.AlterModelTableComment,
    migrations.RemoveConstraint,  # a law less
    RemoveTrigger,
    migrations.RemoveIndex,
    migrations.RenameIndex,
)
TO_EXPLAIN = (migrations.RunSQL, migrations.RunPython, migrations.AddConstraint, AddTrigger)


def complaints(migration: Migration, state: ProjectState) -> Iterator[str]:
    """What of it the version before cannot live with, unless it says why it can."""
    if "_contract_" in migration.name:
        return
    explained = bool(getattr(migration, "expands", ""))
    made: set[str] = set()
    for operation in _of_database(migration.operations):
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        new_table = getattr(operation, "model_name_lower", None) in made
        lived_with = new_table or _adds(operation, migration.app_label, state)
        if not lived_with and not (explained and isinstance(operation, TO_EXPLAIN)):
            yield f"{migration.app_label}.{migration.name}: {operation.describe()}"
        operation.state_forwards(migration.app_label, state)


def _of_database(operations: Any) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _of_database(operation.database_operations)
        else:
            yield operation


def _adds(operation: Operation, app: str, state: ProjectState) -> bool:
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return field.null or field.many_to_many or field.has_db_default()
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        return _is_as_wide(before, operation.field)
    return isinstance(operation, ADDS)


def _is_as_wide(before: Any, after: Any) -> bool:
    """Whatever could be stored can be stored still, and is read as before."""
    # A default is Python's; what the table has is `db_default`.
    ignored = {"null", "max_length", "default", *models.Field.non_db_attrs}

    def rest(field: Any) -> Any:
        _name, path, arguments, named = field.deconstruct()
        return path, arguments, {k: v for k, v in named.items() if k not in ignored}

    longer = after.max_length is None or (
        before.max_length is not None and after.max_length >= before.max_length
    )
    return rest(before) == rest(after) and after.null >= before.null and longer


def ours() -> list[tuple[Migration, ProjectState]]:
    """The new ones of our apps, each with the state before it."""
    loader = MigrationLoader(connection)
    return [
        (loader.disk_migrations[key], loader.project_state(key, at_end=False))
        for key in sorted(loader.disk_migrations)
        if key[0] in FIRST and int(key[1].split("_")[0]) > FIRST[key[0]]
    ]


@pytest.mark.django_db
def test_every_new_migration_can_be_lived_with() -> None:
    assert [each for migration, state in ours() for each in complaints(migration, state)] == []


def state() -> ProjectState:
    found = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=9)),
    ]
    migrations.CreateModel("Thing", fields).state_forwards("disputes", found)
    return found


def made_of(*operations: Operation, name: str = "0099_more", **attributes: Any) -> Migration:
    kind: type[Migration] = type(
        "Migration", (Migration,), {"operations": operations, **attributes}
    )
    return kind(name, "disputes")


LAW = models.CheckConstraint(condition=models.Q(name="a"), name="a_law")
TRIGGER = AppendOnly(name="a_trigger")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("thing", "name"),
        migrations.DeleteModel("Thing"),
        migrations.RenameField("thing", "name", "title"),
        migrations.RenameModel("Thing", "Object"),
        migrations.AlterModelTable("thing", "things"),
        migrations.AddField("thing", "size", models.IntegerField(default=1)),
        migrations.AlterField("thing", "name", models.CharField(max_length=8)),
        migrations.AlterField("thing", "name", models.IntegerField()),
        migrations.AddConstraint("thing", LAW),
        AddTrigger("thing", TRIGGER),
        migrations.RunSQL("UPDATE disputes_thing SET name = ''"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState([migrations.RemoveField("thing", "name")]),
    ],
)
def test_what_the_version_before_cannot_live_with(operation: Operation) -> None:
    assert len(list(complaints(made_of(operation), state()))) == 1
    assert list(complaints(made_of(operation, name="0099_contract_names"), state())) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "size", models.IntegerField(null=True)),
        migrations.AddField("thing", "size", models.IntegerField(db_default=1)),
        migrations.AlterField("thing", "name", models.CharField(max_length=9, null=True)),
        migrations.AlterField("thing", "name", models.CharField("what", max_length=90)),
        migrations.AddIndex("thing", models.Index(fields=["name"], name="by_name")),
    ],
)
def test_what_it_passes_over(operation: Operation) -> None:
    assert list(complaints(made_of(operation), state())) == []


def test_what_needs_a_reason_is_taken_with_one() -> None:
    operations = (
        migrations.AddConstraint("thing", LAW),
        AddTrigger("thing", TRIGGER),
        migrations.RunSQL("SELECT 1"),
    )
    reason = {"expands": "All rows are so, and the version before writes no others."}
    assert list(complaints(made_of(*operations, **reason), state())) == []
    removes = made_of(migrations.RemoveField("thing", "name"), **reason)
    assert len(list(complaints(removes, state()))) == 1


def test_a_law_on_a_table_that_comes_with_it_needs_none() -> None:
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True))
    ]
    operations = migrations.CreateModel("Other", fields), migrations.AddConstraint("other", LAW)
    assert list(complaints(made_of(*operations), state())) == []
