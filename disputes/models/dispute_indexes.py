"""By what cases are found, each list in its order, so that a page of it is read and not sorted."""

from django.db import models
from django.db.models import F, Q

from disputes.states import BY_RULING, OPEN_STATES, SettledBy, State

INDEXES = [
    models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="cases_by_due"),
    models.Index(
        fields=["remind_at", "id"], condition=Q(remind_at__isnull=False), name="cases_to_remind"
    ),
    # Those that a pause is still to move.
    models.Index(
        fields=["pauses_read", "id"],
        condition=Q(due_at__isnull=False),
        name="cases_by_pauses_read",
    ),
    # The queues.
    models.Index(fields=["store", "seller_to_act", "due_at", "id"], name="cases_of_a_store"),
    models.Index(
        fields=["store", "-closed_at", "-id"],
        condition=Q(closed_at__isnull=False),
        name="closed_cases_of_a_store",
    ),
    models.Index(fields=["buyer", "-opened_at", "-id"], name="cases_of_a_buyer"),
    models.Index(fields=["store", "opened_at"], name="cases_of_a_store_by_time"),
    models.Index(
        fields=["due_at", "id"],
        condition=Q(state__in=[State.AWAITING_RULING, State.APPEALED], assignee__isnull=True),
        name="cases_to_take",
    ),
    models.Index(
        fields=["assignee", "due_at", "id"],
        condition=Q(assignee__isnull=False),
        name="cases_in_hand",
    ),
    models.Index(
        fields=["state", "due_at", "id"],
        condition=Q(state__in=sorted(OPEN_STATES)),
        name="open_cases_by_state",
    ),
    models.Index(
        fields=["state", "-closed_at", "id"],
        condition=Q(closed_at__isnull=False),
        name="closed_cases_by_state",
    ),
    # What is newer than a list that somebody looks at: asked every few seconds.
    models.Index(fields=["store", "last_event_at"], name="latest_cases_of_a_store"),
    models.Index(
        fields=["last_event_at"],
        condition=Q(state__in=[State.AWAITING_RULING, State.APPEALED], assignee__isnull=True),
        name="latest_cases_to_take",
    ),
    # Those whose last clock runs: few, and looked for at every scrape.
    models.Index(
        fields=["decide_by", "id"],
        condition=Q(state__in=[State.AWAITING_RULING, State.APPEALED], due_at=F("decide_by")),
        name="cases_in_last_round",
    ),
    # Decided cases like one in hand.
    models.Index(
        fields=["reason", "-closed_at", "-id"],
        condition=Q(settled_by__in=BY_RULING),
        name="ruled_cases_by_reason",
    ),
    models.Index(
        fields=["store", "-closed_at", "-id"],
        condition=Q(settled_by__in=BY_RULING),
        name="ruled_cases_of_a_store",
    ),
    # Its good marks, which are few beside all the cases that it left unanswered.
    models.Index(
        fields=["store", "-opened_at"],
        condition=Q(settled_by=SettledBy.AGREEMENT),
        name="agreed_cases_of_a_store",
    ),
    models.Index(
        fields=["closed_at", "id"],
        condition=Q(closed_at__isnull=False, erased_at=None),
        name="closed_cases_to_erase",
    ),
]
