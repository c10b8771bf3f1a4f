"""Addresses of the desk below projects/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
