"""Which addresses belong to planned purchases; their notices stand among all others."""

from django.urls import path

from marketplace.accounts.bulk import views as bulk
from tenders.intentions import views

KIND = {"kind": "intentions"}
urlpatterns = [
    path("my/intentions/", views.index, name="my-intentions"),
    path("my/intentions/new/", views.edit, name="my-intention-new"),
    path("my/intentions/import/", bulk.upload, KIND, name="my-intentions-import"),
    path("my/intentions/import/template.xlsx", bulk.template, KIND, name="my-intentions-template"),
    path("my/intentions/batches/<str:number>/", views.batch, name="my-intention-batch"),
    path("my/intentions/batches/<str:number>/publish/", views.publish, name="my-intention-publish"),
    path("my/intentions/batches/<str:number>/release/", views.release, name="my-intention-release"),
    path("my/intentions/<str:number>/", views.edit, name="my-intention"),
    path("my/intentions/<str:number>/drop/", views.drop, name="my-intention-drop"),
]
