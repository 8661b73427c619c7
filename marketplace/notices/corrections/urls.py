"""Which addresses belong to the toolbox; the fixed ones stand before the numbers."""

from django.urls import path

from marketplace.notices.corrections import views

urlpatterns = [
    path("desk/correct/", views.index, name="correct"),
    path("desk/correct/undo/", views.undo_own, name="correct-undo"),
    path("desk/correct/past/", views.past, name="correct-past"),
    path("desk/correct/<str:number>/", views.state, name="correction"),
    path("desk/correct/<slug:kind>/<str:key>/", views.thing, name="correct-thing"),
    path("desk/correct/<slug:kind>/<str:key>/erratum/", views.erratum, name="correct-erratum"),
    path("desk/correct/<slug:kind>/<str:key>/hide/", views.hide, name="correct-hide"),
    path("desk/correct/<slug:kind>/<str:key>/amend/", views.amend, name="correct-amend"),
]
