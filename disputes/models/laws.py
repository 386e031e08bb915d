"""Laws that the database keeps itself, whoever writes to it: triggers, declared where the model is.

They are django-pgtrigger's, with a template of our own. The library's lets any session switch its
triggers off (`SET pgtrigger.ignore`), and its functions find tables by the caller's search path.
"""

from collections.abc import Sequence
from typing import Any

import pgtrigger
from pgtrigger import compiler


class LawSql(compiler.UpsertTriggerSql):
    """The SQL that installs one law.

    Migrations name this class and hold a hash of its result: another template is another class.
    `pg_temp` comes last in the path, for it would come first unnamed, and a temporary table that is
    called like one of ours would be taken for it.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $law$
            {declare}
            BEGIN
            {func}
            END $law$;
            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE FUNCTION {execute};
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Law(pgtrigger.Trigger):
    """A trigger that nobody can switch off without owning the table.

    With `of`, names of fields, it looks at an UPDATE only where the statement sets one of them.
    """

    def __init__(self, *, of: Sequence[str] = (), **options: Any) -> None:
        self.of = of
        super().__init__(**options)

    def get_pgid(self, model: Any) -> str:
        """What trigger and function are called: the same after the model was renamed."""
        return f"pgtrigger_{self.name}"

    def compile(self, model: Any) -> compiler.Trigger:
        parts = super().compile(model).sql.kwargs
        if self.of:
            columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in self.of)
            parts["operation"] = parts["operation"].replace("UPDATE", f"UPDATE OF {columns}")
        return compiler.Trigger(name=self.name, sql=LawSql(**parts))


class OnInserts(Law):
    """Looks at all the rows of an INSERT at once, when they are in: they make the table `rows`."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert

    def __init__(self, *, rows: str, **options: Any) -> None:
        new = pgtrigger.Referencing(new=rows)  # type: ignore[no-untyped-call]
        super().__init__(referencing=new, **options)


class AppendOnly(Law):
    """No row is changed or deleted; with `of`, these fields of it are not changed."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    """


class NeverEmptied(Law):
    """The table is not truncated: that goes past the laws for its rows."""

    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Truncate
    func = """
        RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    """


def texts(values: Sequence[str]) -> str:
    """A SQL array of these."""
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"ARRAY[{quoted}]"
