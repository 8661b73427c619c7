"""The addresses these tests need, whatever else the site serves."""

from django.urls import include, path

urlpatterns = [
    path("", include("bidding.eval_urls")),
    path("accounts/", include("allauth.urls")),
]
