"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path, re_path

from luoshi.desk.pages import project_pages

urlpatterns: list[URLPattern] = [
    path("", project_pages.projects, name="projects"),
    re_path(r"^(?P<code>project-[-\w]+)/$", project_pages.project, name="project"),
]
