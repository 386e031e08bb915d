"""Messages that a side has reported, for supervisors and auditors."""

from django.contrib import admin
from django.db.models import F
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin
from arbitration.views.reports import HandleReport, message_url
from disputes.models import MessageReport
from disputes.templatetags.redress import instant


@admin.register(MessageReport)
class MessageReportAdmin(SupervisedAdmin[MessageReport]):
    """Those that wait first, the oldest of them first, each with the way to its message."""

    list_display = ("where", "party", "reason", "text", "reported", "how_it_stands")
    list_display_links = None
    list_select_related = ("message__dispute", "handled_by")
    ordering = (F("handled_at").desc(nulls_first=True), "reported_at", "pk")

    @admin.display(description=gettext_lazy("message"))
    def where(self, report: MessageReport) -> SafeString:
        message = report.message
        return format_html(
            '<a href="{}">{} · {}</a>',
            message_url(report),
            message.dispute.reference,
            message.number,
        )

    @admin.display(description=gettext_lazy("reported"), ordering="reported_at")
    def reported(self, report: MessageReport) -> str:
        return instant(report.reported_at)

    @admin.display(description=gettext_lazy("state"))
    def how_it_stands(self, report: MessageReport) -> str:
        if report.handled_at is None:
            return format_html(
                '<a href="{}">{}</a>',
                reverse("admin:disputes_messagereport_handle", args=[report.pk]),
                _("Look at it"),
            )
        assert report.handled_by is not None, "somebody did"
        return format_html(
            "{} · <bdi>{}</bdi><br>{}",
            instant(report.handled_at),
            report.handled_by.name,
            report.finding,
        )

    def get_urls(self) -> list[URLPattern]:
        handle = self.admin_site.admin_view(HandleReport.as_view())
        own = [path("<int:report>/handle/", handle, name="disputes_messagereport_handle")]
        return [*own, *super().get_urls()]
