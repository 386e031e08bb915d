"""The numbers of the policy that the histories begin with: version 1, but that few messages are
many."""

NUMBERS = {
    "seller_response_days": 5,
    "negotiation_days": 7,
    "hearing_days": 3,
    "ruling_days": 2,
    "appeal_days": 7,
    "appeal_ruling_days": 5,
    "address_days": 2,
    "address_changes": 1,
    "freight_percent": 50,
    "return_days": 10,
    "inspection_days": 3,
    "return_transit_days": 30,
    "return_missing_days": 14,
    "request_changes": 3,
    "evidence_requests": 3,
    "notice_hours": 24,
    "answer_extensions": 2,
    "applications_per_line": 2,
    "messages_a_day": 2,
    "platform_days": 14,
    "apply_after_receipt_days": 5,
    "apply_after_dispatch_days": 5,
    "apply_after_promise_days": 15,
    "apply_at_once_under_days": 5,
}
