"""Which addresses belong to a person's own account, and to the units they act for."""

from django.urls import include, path

from marketplace.accounts import views

urlpatterns = [
    path("", include("marketplace.accounts.signin.urls")),
    path("my/organization/", views.organization, name="my-organization"),
    path("my/organization/<str:uscc>/", views.organization, name="my-organization-of"),
    path("my/delegations/", views.delegations, name="my-delegations"),
    path("my/delegations/revoke/", views.revoke, name="my-delegation-revoke"),
]
