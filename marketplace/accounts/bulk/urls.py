"""Which addresses bring in many rows at once. A chapter's own kind has its upload page where its people work."""

from django.urls import path

from marketplace.accounts.bulk import views

urlpatterns = [
    path("desk/import/", views.index, name="import-index"),
    path("desk/import/<slug:kind>/", views.upload, name="import-upload"),
    path("desk/import/<slug:kind>/template.xlsx", views.template, name="import-template"),
    path("my/imports/<str:number>/", views.one, name="import"),
    path("my/imports/<str:number>/write/", views.write, name="import-write"),
    path("my/imports/<str:number>/again/", views.again, name="import-again"),
    path("my/imports/<str:number>/errors.xlsx", views.errors, name="import-errors"),
]
