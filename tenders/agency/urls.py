"""Which addresses belong to an agency and to what it does with its clients."""

from django.urls import path

from tenders.agency.views import approvals, copies, engagements

urlpatterns = [
    path("my/approve/<uuid:act_id>/", approvals.approve, name="my-approve"),
    path("my/approve/<str:number>/", approvals.of_project, name="my-approve-project"),
    path("my/agency/copy/", copies.copy, name="my-agency-copy"),
    path("my/agency/engagements/", engagements.index, name="my-engagements"),
    path("my/agency/engagements/new/", engagements.new, name="my-engagement-new"),
    path("my/agency/engagements/<str:number>.pdf", engagements.document, name="my-engagement-pdf"),
    path("my/agency/engagements/<str:number>/", engagements.engagement, name="my-engagement"),
    path("my/agency/engagements/<str:number>/sign/", engagements.sign, name="my-engagement-sign"),
    path("my/agency/engagements/<str:number>/end/", engagements.end, name="my-engagement-end"),
    path("my/agency/engagements/<str:number>/paper/", engagements.paper, name="my-engagement-paper"),
]
