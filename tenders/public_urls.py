"""Which addresses of chapter 1 are public (the notices themselves hang in the page tree, see cms)."""

from django.urls import path

from tenders.views import fair_public, notices, public

urlpatterns = [
    path("time", public.time, name="time"),
    path("notices/atom.xml", notices.atom, name="notices-atom"),
    path("notices/list.csv", notices.sheet, {"kind": "csv"}, name="notices-csv"),
    path("notices/list.xlsx", notices.sheet, {"kind": "xlsx"}, name="notices-xlsx"),
    path("notices/<str:number>.json", notices.notice_json, name="notice-json"),
    path("notices/<str:number>/files/<slug:digest>/", notices.notice_file, name="notice-file"),
    path("honours/", notices.honours, name="honours"),
    path("tenders/<str:number>/files/", public.files, name="tender-files"),
    path("tenders/<str:number>/files/<slug:digest>/", public.download, name="tender-file"),
    path("fair-review/", fair_public.results, name="fair-results"),
    path("fair-review/cases/<str:number>/", fair_public.case, name="fair-case"),
    path("tenders/<str:number>/fair-review/", fair_public.sheet, name="fair-sheet"),
    path("tenders/<str:number>/fair-review/dispute/", fair_public.dispute, name="fair-dispute"),
    path("tenders/<str:number>/ask/", public.ask, name="tender-ask"),
    path("tenders/<str:number>/register/", public.register, name="tender-register"),
    path("tenders/<str:number>/receipts/<str:receipt>/", public.slip, name="tender-slip"),
]
