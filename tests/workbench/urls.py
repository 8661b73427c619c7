"""The project's addresses with those of the workbench in front."""

from django.urls import include, path

from marketplace.urls import urlpatterns as project

urlpatterns = [path("", include("tenders.my_urls")), *project]
