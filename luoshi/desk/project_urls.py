"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path

from luoshi.desk.pages import project_delivery

urlpatterns: list[URLPattern] = [
    path("leader/", project_delivery.leader, name="project_leader"),
    path("<slug:code>/delivery/", project_delivery.delivery, name="project_delivery"),
    path("<slug:code>/visits/<int:seq>/photo/", project_delivery.photo, name="project_photo"),
]
