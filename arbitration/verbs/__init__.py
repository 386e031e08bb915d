"""What the platform's people do: each verb of a case with its declaration, which importing this has
read."""

from arbitration.verbs import approval, assignment, evidence_requests, rulings

__all__ = ["approval", "assignment", "evidence_requests", "rulings"]
