"""Which addresses lead through the registration of a unit."""

from django.urls import path

from marketplace.accounts.registration import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/code/", views.send_code, name="join-code"),
    path("join/org/", views.org, name="join-org"),
    path("join/draft/", views.autosave, name="join-draft"),
    path("join/licence/", views.licence, name="join-licence"),
    path("join/licence/file/", views.draft_licence, name="join-licence-file"),
    path("join/check/", views.check, name="join-check"),
    path("join/done/", views.done, name="join-done"),
    path("licences/<str:number>/", views.filed_licence, name="licence"),
]
