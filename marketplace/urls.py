"""Which address leads where."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("manage/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
