"""Which addresses stand above the chapters; the front page and /notices/ hang in the page tree."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from cms import statistics_views, views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("stats/", statistics_views.stats, name="stats"),
    path("stats/<slug:key>.csv", statistics_views.table, name="stats-table"),
    path("feedback/", views.feedback, name="feedback"),
    re_path(r"^(?P<slug>news|policies|guides|faq)/atom\.xml$", views.section_feed, name="section-feed"),
    # under Wagtail's name, so that its links lead here: its own view holds a whole file in memory
    path("documents/<int:key>/<path:name>", views.attachment, name="wagtaildocs_serve"),
    path("media/images/<str:name>", views.picture, name="picture"),
    path("sitemap.xml", sitemap, {"sitemaps": views.SITEMAPS}, name="sitemap"),
]
