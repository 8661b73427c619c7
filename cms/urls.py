"""Which addresses stand above the chapters; the front page and /notices/ hang in the page tree."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from cms import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("sitemap.xml", sitemap, {"sitemaps": views.SITEMAPS}, name="sitemap"),
]
