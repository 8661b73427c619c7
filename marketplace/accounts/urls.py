"""Which addresses belong to a person's own account; of allauth's pages only leaving is its own."""

from allauth.account.views import LogoutView
from django.urls import path

from marketplace.accounts import views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("my/step-up/", views.step_up, name="my-step-up"),
    path("my/organization/", views.organization, name="my-organization"),
    path("my/organization/<str:uscc>/", views.organization, name="my-organization-of"),
    path("my/delegations/", views.delegations, name="my-delegations"),
    path("my/delegations/revoke/", views.revoke, name="my-delegation-revoke"),
]
