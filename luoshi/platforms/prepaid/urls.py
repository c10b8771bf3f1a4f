"""Addresses of prepaid consumption. They are quoted: add, never change. No card's code stands in one."""

from django.urls import path

from luoshi.platforms.prepaid import pages

app_name = "prepaid"
urlpatterns = [
    path("closures/", pages.closures, name="closures"),
    path("closures/<slug:code>/", pages.closure, name="closure"),
    path("closures/<slug:code>/list.csv", pages.closure_list, name="closure_list"),
]
