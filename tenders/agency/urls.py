"""Which addresses belong to an agency and to what it does with its clients."""

from django.urls import path

from tenders.agency.views import approvals, archive, board, copies, engagements, fees, media

urlpatterns = [
    path("my/approve/<uuid:act_id>/", approvals.approve, name="my-approve"),
    path("my/approve/<str:number>/", approvals.of_project, name="my-approve-project"),
    path("my/agency/", board.board, name="my-agency"),
    path("my/agency/calendar.ics", board.calendar, name="my-agency-calendar"),
    path("my/agency/openings/<str:number>/", board.opening, name="my-agency-opening"),
    path("my/agency/media/", media.index, name="my-agency-media"),
    path("my/agency/media/<str:number>/", media.notice, name="my-agency-medium"),
    path("my/agency/media/<str:number>/pictures/<slug:digest>/", media.picture, name="my-agency-picture"),
    path("my/agency/fees/", fees.index, name="my-agency-fees"),
    path("my/agency/fees/new/<str:lot>/", fees.new, name="my-agency-fee-new"),
    path("my/fees/<str:number>.pdf", fees.document, name="my-fee-pdf"),
    path("my/fees/<str:number>/", fees.fee, name="my-fee"),
    path("my/fees/<str:number>/settle/", fees.settle, name="my-fee-settle"),
    path("my/fees/<str:number>/withdraw/", fees.withdraw, name="my-fee-withdraw"),
    path("my/agency/archive/", archive.index, name="my-agency-archive"),
    path("my/agency/archive/<str:number>/", archive.lot, name="my-agency-archive-lot"),
    path("my/handovers/<str:number>.pdf", archive.document, name="my-handover-pdf"),
    path("my/handovers/<str:number>/", archive.handover, name="my-handover"),
    path("my/handovers/<str:number>/receive/", archive.receive, name="my-handover-receive"),
    path("my/handovers/<str:number>/back/", archive.send_back, name="my-handover-back"),
    path("my/agency/copy/", copies.copy, name="my-agency-copy"),
    path("my/agency/engagements/", engagements.index, name="my-engagements"),
    path("my/agency/engagements/new/", engagements.new, name="my-engagement-new"),
    path("my/agency/engagements/<str:number>.pdf", engagements.document, name="my-engagement-pdf"),
    path("my/agency/engagements/<str:number>/", engagements.engagement, name="my-engagement"),
    path("my/agency/engagements/<str:number>/sign/", engagements.sign, name="my-engagement-sign"),
    path("my/agency/engagements/<str:number>/end/", engagements.end, name="my-engagement-end"),
    path("my/agency/engagements/<str:number>/paper/", engagements.paper, name="my-engagement-paper"),
]
