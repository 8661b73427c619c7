"""Where the search is."""

from django.urls import path

from search import desk, views
from search.api import api

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/atom.xml", views.atom, name="search-atom"),
    path("search/calendar.ics", views.ics, name="search-calendar"),
    path("search/subscribe/", views.subscribe, name="search-subscribe"),
    path("search/subscribe/sent/", views.sent, name="search-subscribed"),
    path("search/subscriptions/<str:token>/", views.subscription, name="search-subscription"),
    path("desk/search/", desk.desk, name="desk-search"),
    path("desk/search/remove/", desk.remove, name="desk-search-remove"),
    path("desk/search/rebuild/", desk.rebuild, name="desk-search-rebuild"),
    path("api/v1/docs/", desk.docs, name="api-docs"),
    path("api/v1/", api.urls),
]
