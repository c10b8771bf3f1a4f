"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path
from luoshi.desk.pages import project_delivery, project_lists, project_reserve

urlpatterns: list[URLPattern] = [
    path("leader/", project_delivery.leader, name="project_leader"),
    path("<slug:code>/delivery/", project_delivery.delivery, name="project_delivery"),
    path("<slug:code>/visits/<int:seq>/photo/", project_delivery.photo, name="project_photo"),
    path("lists/", project_lists.lists, name="project_lists"),
    path("lists/<slug:key>/", project_lists.listed, name="project_list"),
    path("lists/<slug:key>/print/", project_lists.printed, name="project_list_print"),
    path("lists/<slug:key>/months/", project_lists.months, name="project_list_months"),
    path("lists/<slug:key>/definition/", project_lists.definition, name="project_list_definition"),
    path("lists/<slug:key>/list.xlsx", project_lists.take, {"form": "xlsx"}, name="project_list_xlsx"),
    path("lists/<slug:key>/list.csv", project_lists.take, {"form": "csv"}, name="project_list_csv"),
    path("reserve/", project_reserve.reserve, name="projects_reserve"),
    path("figures/", project_reserve.figures, name="projects_figures"),
]
