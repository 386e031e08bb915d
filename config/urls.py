"""Which app answers which address. The apps are known here by name only."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def alive(request: HttpRequest) -> HttpResponse:
    """For the load balancer: this process answers. Whether the database does is not its matter."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("admin/", admin.site.urls),
    path("buyer/", include("buyers.urls")),
    path("seller/", include("sellers.urls")),
    path("", include("arbitration.urls")),
    path("", include("disputes.urls")),
]

handler400 = "disputes.views.failures.not_understood"
handler403 = "disputes.views.failures.forbidden"
handler404 = "disputes.views.failures.not_found"
handler500 = "disputes.views.failures.failed"
