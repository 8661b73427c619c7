"""Which addresses of chapter 2 are public."""

from django.urls import path

from bidding.views import project

urlpatterns = [
    path("tenders/", project.tender_list, name="tender-list"),
    path("tenders/<str:number>/", project.project, name="tender"),
    path("tenders/<str:number>/calendar.ics", project.calendar, name="tender-calendar"),
    path("tenders/<str:number>/complaint/", project.complaint, name="tender-complaint"),
]
