"""Which addresses belong to a unit and its people."""

from django.urls import path

from marketplace.accounts.members import views

urlpatterns = [
    path("my/unit/", views.unit, name="my-unit"),
    path("my/unit/change/", views.change, name="my-unit-change"),
    path("my/unit/keep/", views.keep, name="my-unit-keep"),
    path("my/unit/name/", views.name, name="my-unit-name"),
    path("my/unit/invite/", views.invite, name="my-unit-invite"),
    path("my/unit/invitations/<str:number>/", views.take_back, name="my-unit-invitation"),
    path("my/unit/members/<slug:slug>/", views.member, name="my-unit-member"),
    path("my/unit/leave/", views.leave, name="my-unit-leave"),
    path("join/request/<str:uscc>/", views.ask, name="join-ask"),
    path("join/requests/<str:number>/", views.join_request, name="join-request"),
    path("join/invitations/<str:number>/", views.invitation, name="join-invitation"),
]
