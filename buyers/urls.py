"""Addresses of the buyer portal, below /buyer/."""

from django.urls import path

from buyers.views import application, cases, orders, submission
from disputes.states import Party
from disputes.views.actions import action_page
from disputes.views.case import case_page, live_case_page
from disputes.views.case_pdf import case_pdf_page
from disputes.views.compare import compare_page
from disputes.views.evidence import change_page, receipt_page
from disputes.views.message_reports import ReportMessage

app_name = "buyers"
_EVIDENCE = "cases/<slug:reference>/evidence/<int:number>/"
_LINE = "orders/<slug:order>/<int:number>/apply/"
urlpatterns = [
    path("", orders.orders_page, name="orders"),
    path(_LINE, application.resume, name="apply"),
    path(f"{_LINE}evidence/", application.evidence_page, name="apply-evidence"),
    path(f"{_LINE}check/", submission.check_page, name="apply-check"),
    path(f"{_LINE}<slug:step>/", application.step_page, name="apply-step"),
    path("cases/", cases.cases_page, name="cases"),
    path("cases/live/", cases.live_cases_page, name="live-cases"),
    path("cases/<slug:reference>/", case_page, {"party": Party.BUYER}, name="case"),
    path("cases/<slug:reference>/live/", live_case_page, {"party": Party.BUYER}, name="live-case"),
    path("cases/<slug:reference>/submitted/", submission.submitted_page, name="submitted"),
    path(
        "cases/<slug:reference>/case-file.pdf",
        case_pdf_page,
        {"party": Party.BUYER},
        name="case-pdf",
    ),
    path("cases/<slug:reference>/compare/", compare_page, {"party": Party.BUYER}, name="compare"),
    path("cases/<slug:reference>/<slug:verb>/", action_page, {"party": Party.BUYER}, name="act"),
    path(
        "cases/<slug:reference>/messages/<int:number>/report/",
        ReportMessage.as_view(),
        {"party": Party.BUYER},
        name="report-message",
    ),
    path(f"{_EVIDENCE}change/", change_page, {"party": Party.BUYER}, name="change-evidence"),
    path(f"{_EVIDENCE}receipt/", receipt_page, {"party": Party.BUYER}, name="receipt"),
]
