"""`make run` over a demo of another version says so and begins anew; it deletes nothing else."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.local import demo_schema
from tests.support.production import new_database, tables_of

pytestmark = pytest.mark.django_db

SAID = (
    "The demo has the tables of another version, so all of it was deleted and is filled in anew.\n"
)


@pytest.fixture
def address() -> Iterator[str]:
    with new_database() as address:
        yield address


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "photo.jpg").write_text("x")
    return folder


def migrated(address: str, *names: str, mark: str = "demo") -> None:
    """These migrations were applied there, and what they made is one table and a mark."""
    with psycopg.connect(address) as database:
        database.execute("CREATE TABLE django_migrations (app text, name text)")
        for name in names:
            database.execute("INSERT INTO django_migrations VALUES (%s, %s)", name.split("."))
        database.execute("CREATE TABLE disputes_installation (kind text)")
        database.execute("INSERT INTO disputes_installation VALUES (%s)", [mark])


def test_an_empty_one_and_one_of_this_version_are_left(
    address: str, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo_schema.fit(address, evidence, given=False)
    migrated(address, "disputes.0001_initial", "auth.0001_initial")
    demo_schema.fit(address, evidence, given=False)
    assert tables_of(address) == ["disputes_installation", "django_migrations"]
    assert (evidence / "photo.jpg").exists()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["disputes.0008_files", "sellers.0099_of_tomorrow"])
def test_one_that_other_migrations_made_begins_anew(
    address: str, evidence: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    demo_schema.fit(address, evidence, given=False)
    migrated(address, "disputes.0001_initial", name)
    demo_schema.fit(address, evidence, given=False)
    assert tables_of(address) == []
    assert not evidence.exists()
    assert capsys.readouterr().out == SAID
    demo_schema.fit(address, evidence, given=False)
    assert capsys.readouterr().out == ""


def test_so_does_one_whose_migrations_changed_under_their_names(
    address: str,
    evidence: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo_schema.fit(address, evidence, given=False)
    migrated(address, "disputes.0001_initial")
    changed = demo_schema._contents() | {"disputes.0001_initial": "another hash"}
    monkeypatch.setattr(demo_schema, "_contents", lambda: changed)
    demo_schema.fit(address, evidence, given=False)
    assert tables_of(address) == []
    assert capsys.readouterr().out == SAID


def test_one_that_somebody_named_is_judged_by_the_names(address: str, evidence: Path) -> None:
    """It may have been filled from another folder, and may belong to another role."""
    migrated(address, "disputes.0001_initial")
    demo_schema.fit(address, evidence, given=True)
    with psycopg.connect(address) as database:
        assert database.execute(demo_schema._NOTED).fetchone() == (None,)


def test_and_left_with_a_sentence(address: str, evidence: Path) -> None:
    migrated(address, "disputes.0008_files")
    with pytest.raises(SystemExit, match=r"DEMO_DATABASE_URL has the tables of another version\."):
        demo_schema.fit(address, evidence, given=True)
    assert tables_of(address) == ["disputes_installation", "django_migrations"]
    assert evidence.exists()


def test_what_is_no_demos_is_never_deleted(address: str, evidence: Path) -> None:
    migrated(address, "disputes.0008_files", mark="production")
    with pytest.raises(SystemExit, match="is no demo's"):
        demo_schema.fit(address, evidence, given=False)
    assert tables_of(address) == ["disputes_installation", "django_migrations"]
    assert evidence.exists()
