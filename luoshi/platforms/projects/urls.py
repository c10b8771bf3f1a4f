"""Public addresses of projects. They are quoted: add, never change."""

from django.urls import path

from luoshi.platforms.projects import pages

app_name = "projects"
urlpatterns = [
    path("", pages.projects, name="projects"),
    path("projects.csv", pages.projects_file, {"form": "csv"}, name="projects_csv"),
    path("projects.json", pages.projects_file, {"form": "json"}, name="projects_json"),
    path("projects.geojson", pages.projects_file, {"form": "geojson"}, name="projects_geojson"),
    path("<slug:code>/", pages.project, name="project"),
    path("<slug:code>/photos/<slug:sha256>/", pages.photo, name="photo"),
]
