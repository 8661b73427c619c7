"""Addresses of evaluation, draws, award, contract, archive and oversight."""

from django.urls import path

from bidding.views import archives, contracts, draws, evaluation, lots, oversight

urlpatterns = [
    path("my/lots/<str:number>/", lots.lot, name="lot"),
    path("my/lots/<str:number>/<slug:slug>/", lots.lot_act, name="lot-act"),
    path("my/contracts/<str:number>/", contracts.contract, name="contract"),
    path("my/contracts/<str:number>/<slug:slug>/", contracts.contract_act, name="contract-act"),
    path("my/letters/<str:number>/", contracts.letter, name="letter"),
    path("draws/<str:number>/", draws.draw, name="draw"),
    path("draws/<str:number>/<slug:suffix>/", draws.draw, name="draw-of"),
    path("draws/<str:number>/<slug:suffix>/record.json", draws.record, name="draw-record"),
    path("eval/", evaluation.sessions, name="eval-list"),
    path("eval/<str:number>/", evaluation.session, name="eval"),
    path("eval/<str:number>/check-in/", evaluation.check_in, name="eval-check-in"),
    path("eval/<str:number>/recuse/", evaluation.recuse, name="eval-recuse"),
    path("eval/<str:number>/leader/", evaluation.leader, name="eval-leader"),
    path("eval/<str:number>/review/", evaluation.reviews, name="eval-reviews"),
    path("eval/<str:number>/review/<int:order>/", evaluation.review, name="eval-review"),
    path("eval/<str:number>/bids/<int:order>/<int:no>/", evaluation.bid_file, name="eval-file"),
    path("eval/<str:number>/preliminary/", evaluation.conclude_preliminary, name="eval-preliminary"),
    path("eval/<str:number>/reject-all/", evaluation.reject_all, name="eval-reject-all"),
    path("eval/<str:number>/scores/", evaluation.sheet, name="eval-sheet"),
    path("eval/<str:number>/scores/<int:order>/<slug:criterion>/", evaluation.cell, name="eval-cell"),
    path("eval/<str:number>/submit/", evaluation.submit, name="eval-submit"),
    path("eval/<str:number>/joint/", evaluation.joint_view, name="eval-joint"),
    path("eval/<str:number>/report/", evaluation.report, name="eval-report"),
    path("eval/<str:number>/deliver/", evaluation.deliver, name="eval-deliver"),
    path("desk/archive/", archives.index, name="archive-list"),
    path("desk/archive/<str:number>/", archives.archive, name="archive"),
    path("desk/archive/<str:number>/package.zip", archives.package, name="archive-package"),
    path("oversight/", oversight.today, name="oversight"),
    path("oversight/tenders/<str:number>/", oversight.tender, name="oversight-tender"),
    path("oversight/tenders/<str:number>/record.<slug:kind>", oversight.record, name="oversight-record"),
]
