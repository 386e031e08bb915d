"""All that the histories have written, read in one query, so that any two moments compare."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from arbitration.models import Handover, ProposedRuling, SetAside
from disputes.models import (
    Attachment,
    Citation,
    Dispute,
    EscrowTransfer,
    Event,
    Evidence,
    LineSnapshot,
    Message,
    Notice,
    Order,
    OrderLine,
    OutboxMessage,
    Parcel,
    ParcelFact,
    ParcelItem,
    Policy,
    Posting,
    Proposal,
    Refund,
    Ruling,
)
from sellers.models import Breach

Row = dict[str, Any]

_TABLES = tuple(
    model._meta.db_table
    for model in (
        Breach,
        Citation,
        Dispute,
        EscrowTransfer,
        Event,
        Evidence,
        LineSnapshot,
        Message,
        Notice,
        Order,
        OrderLine,
        OutboxMessage,
        Parcel,
        ParcelFact,
        ParcelItem,
        Attachment,
        Handover,
        Policy,
        Posting,
        Proposal,
        ProposedRuling,
        Refund,
        Ruling,
        SetAside,
    )
)
_READ = " UNION ALL ".join(
    f"SELECT '{table}', coalesce(json_agg(row_to_json(t) ORDER BY id), '[]')::text FROM {table} t"
    for table in _TABLES
)


class Books:
    """The rows as they stood at one moment. Two are equal when no row differs."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            self._texts: dict[str, str] = dict(cursor.fetchall())
        self._rows: dict[str, list[Row]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Books) and self._texts == other._texts

    __hash__ = None  # type: ignore[assignment]

    def rows(self, table: str) -> list[Row]:
        if table not in self._rows:
            self._rows[table] = json.loads(self._texts[table])
        return self._rows[table]

    def of_case(self, table: str, case_id: int) -> list[Row]:
        return [row for row in self.rows(table) if row["dispute_id"] == case_id]

    def case(self, case_id: int) -> Row:
        [row] = [row for row in self.rows("disputes_dispute") if row["id"] == case_id]
        return row


@cache
def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
