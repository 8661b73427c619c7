"""Which addresses the centre writes information notices under; the public ones stand in tenders.public_urls."""

from django.urls import path

from marketplace.notices import views

urlpatterns = [
    path("desk/notices/", views.desk, name="desk-notices"),
    path("desk/notices/new/", views.new, name="desk-notice-new"),
    path("desk/notices/media/<str:number>/", views.media, name="desk-notice-media"),
    path("desk/notices/<str:number>/", views.draft, name="desk-notice"),
    path("desk/notices/<str:number>/edit/", views.edit, name="desk-notice-edit"),
    path("desk/notices/<str:number>/preview/", views.preview, name="desk-notice-preview"),
    path("desk/notices/<str:number>/files/", views.files, name="desk-notice-files"),
    path("desk/notices/<str:number>/files/<slug:digest>/", views.file, name="desk-notice-file"),
    path(
        "desk/notices/<str:number>/files/<slug:digest>/remove/",
        views.remove_file,
        name="desk-notice-file-remove",
    ),
]
