"""Pauses of clocks: read here, published and ended on pages of their own, never edited."""

from django.contrib import admin
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin
from arbitration.background.pauses import waiting_for
from arbitration.views.pauses import EndPause, PauseClocks
from disputes import clock
from disputes.models import ClockPause
from disputes.templatetags.redress import instant
from disputes.wording.pauses import cases_in_words


@admin.register(ClockPause)
class ClockPauseAdmin(SupervisedAdmin[ClockPause]):
    """All of them, the latest first."""

    list_display = ("number", "begins", "ends", "why", "cases", "how_it_stands")
    list_select_related = ("store", "client")

    @admin.display(description=gettext_lazy("from"), ordering="begins_at")
    def begins(self, pause: ClockPause) -> str:
        return instant(pause.begins_at)

    @admin.display(description=gettext_lazy("until"), ordering="until")
    def ends(self, pause: ClockPause) -> str:
        return instant(pause.until)

    @admin.display(description=gettext_lazy("cases"))
    def cases(self, pause: ClockPause) -> str:
        return cases_in_words(pause)

    @admin.display(description=gettext_lazy("state"))
    def how_it_stands(self, pause: ClockPause) -> str:
        if pause.ended_at is not None:
            return _("Ended early")
        if pause.until <= clock.now():
            return _("Over")
        link = format_html(
            '<a href="{}">{}</a>',
            reverse("admin:disputes_clockpause_end", args=[pause.number]),
            _("End the pause"),
        )
        if pause.spread_at is None and (waiting := waiting_for(pause).count()):
            return format_html("{} {}", _("%(number)d to move") % {"number": waiting}, link)
        return link

    def get_urls(self) -> list[URLPattern]:
        opened = self.admin_site.admin_view
        own = [
            path("publish/", opened(PauseClocks.as_view()), name="disputes_clockpause_publish"),
            path("<int:number>/end/", opened(EndPause.as_view()), name="disputes_clockpause_end"),
        ]
        return [*own, *super().get_urls()]
