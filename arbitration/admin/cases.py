"""Cases: pages of our own instead of the stock ones.

The stock change view wraps all in a transaction, in which no verb can open its durable one; and no
stock page, action or form may ever change a case.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from arbitration.views.case import case_page
from arbitration.views.comments import comment_page
from arbitration.views.decisions import decision_page
from arbitration.views.drafts import save_page
from arbitration.views.queue import queue_page, take_next
from disputes.models import Dispute


@admin.register(Dispute)
class CaseAdmin(admin.ModelAdmin[Dispute]):
    """The queue, the case page and the acts. The site itself lets only staff of the platform in."""

    actions = None

    def get_urls(self) -> list[URLPattern]:
        opened = self.admin_site.admin_view
        return [
            path("", opened(queue_page), name="disputes_dispute_changelist"),
            path("take-next/", opened(take_next), name="take-next"),
            path("<slug:reference>/", opened(case_page), name="case"),
            path("<slug:reference>/notes/", opened(comment_page), name="comments"),
            path("<slug:reference>/ruling-draft/", opened(save_page), name="ruling-draft"),
            path("<slug:reference>/<slug:slug>/", opened(decision_page), name="act"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Dispute | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Dispute | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Dispute | None = None) -> bool:
        return False
