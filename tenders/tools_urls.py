"""Which addresses of chapter 1 are tools for anybody."""

from django.urls import path

from tenders.views import tools

urlpatterns = [path("tools/fair-review/", tools.fair_review, name="fair-review")]
