"""The project's addresses with those of this chapter's bidders in front."""

from django.urls import include, path

from marketplace.urls import urlpatterns as project

urlpatterns = [path("", include("bidding.bid_urls")), *project]
