"""The addresses of the CMS."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("articles", views.articles),
    path("articles/<slug:article>", views.save),
    path("articles/<slug:article>/<slug:step>", views.take),
    path("live/<slug:article>", views.live),
]
