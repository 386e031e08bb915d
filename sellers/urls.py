"""Addresses of the seller dashboard, below /seller/."""

from django.urls import path

from disputes.states import Party
from disputes.views.actions import action_page
from disputes.views.case import case_page, live_case_page
from disputes.views.case_pdf import case_pdf_page
from disputes.views.compare import compare_page
from disputes.views.evidence import change_page, receipt_page
from disputes.views.message_reports import ReportMessage
from sellers.presenters.choice_previews import preview_choices_of_seller
from sellers.presenters.next_case import next_case_of_seller
from sellers.presenters.saved_texts import saved_texts_of_store
from sellers.views.closed_days import closed_days_page, take_back_page
from sellers.views.penalties import appeal_page, penalty_page
from sellers.views.queue import live_queue, queue
from sellers.views.replies import delete_reply_page, replies_page
from sellers.views.return_addresses import return_address_page
from sellers.views.several import several
from sellers.views.standing import sanction_page, standing_page

app_name = "sellers"
# What the core's pages of a case need to know of a seller who opens them.
_SELLER = {
    "party": Party.SELLER,
    "choice_previews": preview_choices_of_seller,
    "saved_texts": saved_texts_of_store,
}
_ON = {"next_case": next_case_of_seller}
_EVIDENCE = "cases/<slug:reference>/evidence/<int:number>/"
urlpatterns = [
    path("", queue, name="queue"),
    path("several/", several, name="several"),
    path("live/", live_queue, name="live-queue"),
    path("return-address/", return_address_page, name="return-address"),
    path("closed-days/", closed_days_page, name="closed-days"),
    path("closed-days/<int:number>/take-back/", take_back_page, name="take-back-closed-days"),
    path("replies/", replies_page, name="replies"),
    path("replies/<int:number>/", replies_page, name="reply"),
    path("replies/<int:number>/delete/", delete_reply_page, name="delete-reply"),
    path("standing/", standing_page, name="standing"),
    path("standing/penalties/<int:number>/", penalty_page, name="penalty"),
    path("standing/penalties/<int:number>/appeal/", appeal_page, name="appeal-penalty"),
    path("standing/sanctions/<int:number>/", sanction_page, name="sanction"),
    path("cases/<slug:reference>/", case_page, _SELLER | _ON, name="case"),
    path("cases/<slug:reference>/live/", live_case_page, _SELLER | _ON, name="live-case"),
    path(
        "cases/<slug:reference>/case-file.pdf",
        case_pdf_page,
        {"party": Party.SELLER},
        name="case-pdf",
    ),
    path("cases/<slug:reference>/compare/", compare_page, {"party": Party.SELLER}, name="compare"),
    path("cases/<slug:reference>/<slug:verb>/", action_page, _SELLER, name="act"),
    path(
        "cases/<slug:reference>/messages/<int:number>/report/",
        ReportMessage.as_view(),
        {"party": Party.SELLER},
        name="report-message",
    ),
    path(f"{_EVIDENCE}change/", change_page, {"party": Party.SELLER}, name="change-evidence"),
    path(f"{_EVIDENCE}receipt/", receipt_page, {"party": Party.SELLER}, name="receipt"),
]
