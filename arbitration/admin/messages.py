"""Messages that a side has reported, for supervisors and auditors."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from arbitration.admin.supervised import SupervisedAdmin
from disputes.models import MessageReport


@admin.register(MessageReport)
class MessageReportAdmin(SupervisedAdmin[MessageReport]):
    """The latest first, each with the way to its message in the case."""

    list_display = ("where", "party", "reason", "text", "reported_at")
    list_display_links = None
    list_select_related = ("message__dispute",)
    ordering = ("-reported_at", "-pk")

    @admin.display(description=_("message"))
    def where(self, report: MessageReport) -> SafeString:
        dispute = report.message.dispute.reference
        number = report.message.number
        return format_html(
            '<a href="{}#message-{}">{} · {}</a>',
            reverse("admin:case", args=[dispute]),
            number,
            dispute,
            number,
        )
