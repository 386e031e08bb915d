"""Policy versions: read here, published on a page of their own, never edited."""

from django.contrib import admin
from django.urls import URLPattern, path

from arbitration.admin.supervised import SupervisedAdmin
from arbitration.views.policies import PublishPolicy
from disputes.models import Policy


@admin.register(Policy)
class PolicyAdmin(SupervisedAdmin[Policy]):
    """All versions, the one in force first."""

    list_display = ("version", "published_at", "published_by", "change_note")
    list_select_related = ("published_by",)

    def get_urls(self) -> list[URLPattern]:
        publish = path(
            "publish/",
            self.admin_site.admin_view(PublishPolicy.as_view()),
            name="disputes_policy_publish",
        )
        return [publish, *super().get_urls()]
