"""What people do: each verb of a case with its declaration, which importing this has read."""

from disputes.verbs import (
    appeals,
    evidence,
    evidence_revisions,
    negotiation,
    refund_requests,
    returns,
)

__all__ = ["appeals", "evidence", "evidence_revisions", "negotiation", "refund_requests", "returns"]
