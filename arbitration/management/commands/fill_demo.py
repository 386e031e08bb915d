"""`manage.py fill_demo`: people, orders and cases to play with."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from arbitration.background import statistics
from arbitration.demo.orders import add_orders
from arbitration.demo.people import add_newcomers, add_people, filling, open_accounts
from arbitration.demo.timeline import have_read, let_pass, play, steps_left
from disputes import clock
from disputes.models import Dispute, Order, Refund, Store, User
from disputes.states import State
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates

ACTS_A_LINE = 25


class Command(BaseCommand):
    help = "Fills an empty database with the demo, or completes a filling that was interrupted."

    def handle(self, *args: Any, **options: Any) -> None:
        """
        1. People, stores and orders, all or nothing.
        2. The cases, act by act as the verbs commit them; what was played before an interruption is
           left out.
        3. The accounts are opened: this is also the sign that the filling is complete.
        """
        if not (settings.DEMO or settings.TESTING):
            raise CommandError(
                "Demo data belongs in a demo only, because everybody knows the password of its "
                "accounts. Set DEMO=true to have a demo."
            )
        began, complete = filling()
        if complete:
            self._welcome(self._add_newcomers(clock.now()))
            return
        if began is None:
            self._refuse_others()
        began = began or self._begin()
        self._play_cases(began)
        self._add_newcomers(began)  # where a version without them began
        statistics.count_months()
        open_accounts()
        self._say_totals()

    def _add_newcomers(self, now: datetime) -> list[str]:
        try:
            return add_newcomers(now)
        except ValidationError as error:  # somebody has nearly the name of one of them
            raise CommandError(" ".join(error.messages)) from error

    def _refuse_others(self) -> None:
        """Whatever is there was made by somebody, and must not be mixed with what is made up."""
        found = {
            model._meta.verbose_name_plural: model._default_manager.count()
            for model in (User, Store, Order, Dispute)
        }
        if any(found.values()):
            there = ", ".join(f"{count} {name}" for name, count in found.items() if count)
            raise CommandError(
                f"The demo fills only an empty database, and there are {there}. Nothing was "
                "changed. Name an empty one."
            )

    def _begin(self) -> datetime:
        with transaction.atomic():
            began = clock.now()
            self._say("Adding people and stores")
            add_people(began)
        return began

    def _play_cases(self, began: datetime) -> None:
        if not Order.objects.exists():
            self._say("Adding orders and drawing the listing pictures")
            add_orders(began)
        steps = steps_left(began)
        for number, step in enumerate(steps):
            if number % ACTS_A_LINE == 0:
                self._say(f"Playing the cases: act {number + 1} of {len(steps)}")
            play(step)
        let_pass(began)
        have_read(began - timedelta(days=2))
        count_rates()
        enforce_standing()

    def _welcome(self, newcomers: list[str]) -> None:
        if newcomers:
            self._say(f"The demo has new accounts: {', '.join(newcomers)}.")
        else:
            self._say("The demo data is there already; nothing was changed.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _say_totals(self) -> None:
        self._say(
            f"There are {User.objects.count()} people, {Store.objects.count()} stores, "
            f"{Order.objects.count()} orders, {Dispute.objects.count()} cases and "
            f"{Refund.objects.exclude(paid_at=None).count()} paid refunds."
        )
        states = Counter(Dispute.objects.values_list("state", flat=True))
        for state in State:
            self._say(f"  {states[state]:3}  {state.label}")
