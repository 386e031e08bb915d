"""The hash chain of `disputes.kernel.chain`, written in SQL: the same bytes, the same work."""

from collections.abc import Mapping

# The keys in the order of the alphabet, as the chain has them; whether quotes belong around them.
_CONTENT = {
    "actor": False,
    "at": True,
    "case": True,
    "data": True,
    "due": True,
    "from": True,
    "kind": True,
    "number": False,
    "party": True,
    "previous": True,
    "to": True,
}


def sha256(text: str) -> str:
    """64 hexadecimal digits."""
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"


def instant(at: str) -> str:
    """As Python writes an instant; it must have microseconds."""
    return f"to_char({at} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"


def event_hash(parts: Mapping[str, str]) -> str:
    """The hash of an event, from SQL expressions of its parts as text; NULL becomes `null`."""
    written = []
    for key, quoted in _CONTENT.items():
        value = f"'\"' || {parts[key]} || '\"'" if quoted else f"({parts[key]})::text"
        written.append(f"'\"{key}\":' || coalesce({value}, 'null')")
    return sha256("'{' || " + " || ',' || ".join(written) + " || '}'")


def end_of_case(kind: str, *, before: str) -> tuple[str, dict[str, str]]:
    """The hash and the columns of an event by which the platform leads a case to its end.

    Reads `at`, `case_id`, `data_hash`, `details`, `number`, `previous` and `reference`, and the
    columns read `hash`.
    """
    content = {
        "actor": "NULL::int",
        "at": instant("at"),
        "case": "reference",
        "data": "data_hash",
        "due": "NULL",
        "from": f"'{before}'",
        "kind": f"'{kind}'",
        "number": "number",
        "party": "'platform'",
        "previous": "previous",
        "to": "'resolved'",
    }
    event = {
        "dispute_id": "case_id",
        "number": "number",
        "kind": f"'{kind}'",
        "party": "'platform'",
        "from_state": f"'{before}'",
        "to_state": "'resolved'",
        "at": "at",
        "data": "details::jsonb",
        "data_hash": "data_hash",
        "previous_hash": "previous",
        "hash": "hash",
    }
    return event_hash(content), event


def offer_data(inside: str = "", after: str = "") -> str:
    """The details of an event about an offer, as JSON whose keys follow the alphabet.

    Reads `amount_minor`, `currency`, `freight_minor`, `freight_payer` and `solution`. `inside` is
    what else comes before "solution", with a comma at its end, and `after` what follows, with one
    at its start.
    """
    return (
        """'{"amount_minor":' || amount_minor || ',"currency":"' || currency """
        """|| '","freight_minor":' || freight_minor """
        f"""|| ',"freight_payer":"' || freight_payer || '",{inside}"solution":"' """
        f"""|| solution || '"{after}}}'"""
    )
