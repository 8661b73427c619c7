"""Which addresses bidders and the opening hall have."""

from django.urls import path

from bidding.views import bids, hall, receipts, remedies

urlpatterns = [
    path("selftest/", bids.self_test, name="selftest"),
    path("my/bids/", bids.mine, name="my-bids"),
    path("my/bids/<str:number>/", bids.bid, name="my-bid"),
    path("my/bids/<str:number>/package/", bids.package, name="bid-package"),
    path("my/bids/<str:number>/offline/", bids.offline, name="bid-offline"),
    path("my/bids/<str:number>/card.json", bids.card, name="bid-card"),
    path("my/bids/<str:number>/uploads/", bids.begin_upload, name="bid-uploads"),
    path("my/bids/<str:number>/uploads/<str:token>/", bids.upload_state, name="bid-upload"),
    path("my/bids/<str:number>/uploads/<str:token>/<int:n>/", bids.segment, name="bid-segment"),
    path("my/bids/<str:number>/uploads/<str:token>/finish/", bids.finish_upload, name="bid-upload-finish"),
    path("my/bids/<str:number>/withdraw/", bids.withdraw, name="bid-withdraw"),
    path("my/remedies/new/", remedies.new, name="remedy-new"),
    path("receipts/<str:number>.pdf", receipts.pdf, name="receipt-pdf"),
    path("receipts/<str:number>.json", receipts.document, name="receipt-json"),
    path("receipts/<str:number>.ics", receipts.calendar, name="receipt-calendar"),
    path("receipts/<str:number>/", receipts.receipt, name="receipt"),
    path("hall/", hall.hall_list, name="hall-list"),
    path("hall/<str:number>/", hall.hall, name="hall"),
    path("hall/<str:number>/table/", hall.live, {"part": "table"}, name="hall-table"),
    path("hall/<str:number>/side/", hall.live, {"part": "side"}, name="hall-side"),
    path("hall/<str:number>/release/", hall.release, name="hall-release"),
    path("hall/<str:number>/object/", hall.object_here, name="hall-object"),
    path("hall/<str:number>/answer/", hall.answer_here, name="hall-answer"),
    path("hall/<str:number>/step/", hall.host_step, name="hall-step"),
]
