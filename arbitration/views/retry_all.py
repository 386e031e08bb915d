"""Trying all of a kind again at once, once the cause is mended: how many, and what they come to."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from arbitration.operations import gauges
from arbitration.verbs.stuck_deadlines import retry_all_deadlines
from arbitration.views.supervisor_page import SupervisorPage
from disputes.errors import Code, Outdated, Refused
from disputes.models import Topic
from disputes.verbs.dead_letters import dead_of, retry_all

_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class RetryAll(SupervisorPage[forms.Form]):
    """One step: the page says what it comes to, its button does it."""

    template_name = "arbitration/status/retry_all.html"
    list_name = gettext_noop("Is everything running?")
    title: str

    @property
    def after(self) -> str:
        return reverse("admin:status")

    def form(self, data: QueryDict | None) -> forms.Form:
        return forms.Form(data)

    @property
    def last_at(self) -> datetime | None:
        """When the last of them came."""
        raise NotImplementedError

    @property
    def told_to(self) -> int | None:
        return None if self.last_at is None else (self.last_at - _EPOCH) // _TICK

    @property
    def read_until(self) -> datetime | None:
        return None if self.read_to is None else _EPOCH + self.read_to * _TICK

    def show_refused(self, form: forms.Form, refused: Refused) -> HttpResponse:
        if isinstance(refused, Outdated):
            return super().show_refused(form, refused)
        return self.turn_away(refused)

    def context(self, form: forms.Form) -> dict[str, Any]:
        return self.page(self.title, consequences=self.consequences(form), button=self.title)


class RetryAllMessages(RetryAll):
    """Every delivery of one kind that was given up."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["topic"] not in Topic:
            raise Http404
        self.topic = Topic(kwargs["topic"])
        self.title = _("Try all again: %(topic)s") % {"topic": self.topic.label}

    def refusal(self) -> Refused | None:
        if dead_of(self.topic).number:
            return None
        return Refused(Code.STALE, _("None of them waits any more."))

    @property
    def last_at(self) -> datetime | None:
        return dead_of(self.topic).last_at

    def consequences(self, form: forms.Form) -> Sequence[str]:
        return [
            _("Tried again: %(what)s.") % {"what": dead_of(self.topic).in_words},
            _(
                "Each has all its attempts once more. What the receiver has done already is "
                "recognised by its key, and not done twice."
            ),
        ]

    def perform(self, form: forms.Form) -> str:
        number = retry_all(self.user, self.topic, read_until=self.read_until)
        said = ngettext(
            "%(number)d delivery is tried again now.",
            "%(number)d deliveries are tried again now.",
            number,
        )
        return said % {"number": number}


class RetryAllCases(RetryAll):
    """Every case whose deadline could not be enforced."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.title = _("Try all cases again")

    def refusal(self) -> Refused | None:
        if gauges.disputes_set_aside().exists():
            return None
        return Refused(Code.STALE, _("No case is set aside any more."))

    @property
    def last_at(self) -> datetime | None:
        last: datetime | None = gauges.disputes_set_aside().aggregate(last=Max("first_failed_at"))[
            "last"
        ]
        return last

    def consequences(self, form: forms.Form) -> Sequence[str]:
        number = gauges.disputes_set_aside().count()
        tried = ngettext(
            "%(number)d case is tried again.", "%(number)d cases are tried again.", number
        )
        return [
            tried % {"number": number},
            _("What follows from its deadline is carried out where nothing stands in the way now."),
            _("A case that fails once more waits again, and stays in this list."),
        ]

    def perform(self, form: forms.Form) -> str:
        number = retry_all_deadlines(self.user, read_until=self.read_until)
        said = ngettext(
            "The next sweep tries %(number)d case again.",
            "The next sweep tries %(number)d cases again.",
            number,
        )
        return said % {"number": number}
