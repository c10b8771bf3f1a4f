"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path

from luoshi.desk.pages import project_reserve

urlpatterns: list[URLPattern] = [
    path("reserve/", project_reserve.reserve, name="projects_reserve"),
    path("figures/", project_reserve.figures, name="projects_figures"),
]
