"""Which addresses the receiving desk has."""

from django.urls import path

from marketplace.accounts.desk import views

urlpatterns = [
    path("desk/orgs/", views.queue, name="desk-orgs"),
    path("desk/orgs/<str:uscc>/", views.org, name="desk-org"),
    path("desk/samples/", views.samples, name="desk-samples"),
    path("desk/samples/<str:number>/", views.sample, name="desk-sample"),
]
