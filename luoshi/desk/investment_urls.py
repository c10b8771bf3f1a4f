"""Addresses of the desk below investment/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
