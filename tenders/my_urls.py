"""Which addresses belong to the owner's and the agency's workbench, and to everybody's inbox."""

from django.urls import include, path

from tenders.views import changes, confirm, fair_cards, fairness, inbox, workbench

urlpatterns = [
    path("", include("tenders.agency.urls")),
    path("my/", inbox.inbox, name="my-inbox"),
    path("my/calendar.ics", inbox.calendar, name="my-calendar"),
    path("my/calendar/", inbox.calendar_link, name="my-calendar-link"),
    path("calendar/<str:token>.ics", inbox.subscribed, name="calendar-subscribed"),
    path("my/messages/", inbox.messages, name="my-messages"),
    path("my/messages/read/", inbox.read_all, name="my-messages-read"),
    path("my/messages/<str:reference>/", inbox.message, name="my-message"),
    path("my/confirm/<uuid:act_id>/", confirm.confirm, name="my-confirm"),
    path("my/objections/<str:number>/", changes.objection, name="my-objection"),
    path("my/tenders/", workbench.tender_list, name="my-tenders"),
    path("my/tenders/new/", workbench.new_tender, name="my-tender-new"),
    path("my/tenders/<str:number>/", workbench.tender, name="my-tender"),
    path("my/tenders/<str:number>/documents/", workbench.documents, name="my-documents"),
    path("my/tenders/<str:number>/scoring/trial/", workbench.trial, name="my-scoring-trial"),
    path("my/tenders/<str:number>/submit-review/", fairness.hand_in, name="my-submit-review"),
    path("my/tenders/<str:number>/fairness/", fairness.fairness, name="my-fairness"),
    path("my/tenders/<str:number>/fairness/return/", fairness.give_back, name="my-fairness-return"),
    path("my/tenders/<str:number>/fairness/fail/", fairness.fail, name="my-fairness-fail"),
    path("my/tenders/<str:number>/fairness/finding/", fairness.finding, name="my-fairness-finding"),
    path("my/tenders/<str:number>/fairness/undo/<str:answered>/", fairness.undo, name="my-fairness-undo"),
    path("my/fair-review/<str:answered>/", fair_cards.card, name="my-fair-card"),
    path("my/tenders/<str:number>/publish/", workbench.publish, name="my-publish"),
    path("my/tenders/<str:number>/questions/", changes.questions, name="my-questions"),
    path("my/tenders/<str:number>/clarify/", changes.clarify, name="my-clarify"),
    path("my/tenders/<str:number>/extend/", changes.extend, name="my-extend"),
    path("my/tenders/<str:number>/terminate/", changes.terminate, name="my-terminate"),
    path("my/tenders/<str:number>/retender/", changes.retender, name="my-retender"),
    path("my/tenders/<str:number>/<slug:task>/", workbench.edit, name="tender-edit"),
]
