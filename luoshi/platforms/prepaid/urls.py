"""Addresses of prepaid consumption. They are quoted: add, never change. No card's code stands in one."""

from django.urls import path

from luoshi.platforms.prepaid import pages

app_name = "prepaid"
urlpatterns = [
    path("", pages.home, name="home"),
    path("shops/", pages.shops, name="shops"),
    path("shops.csv", pages.shops_file, {"form": "csv"}, name="shops_csv"),
    path("shops.json", pages.shops_file, {"form": "json"}, name="shops_json"),
    path("shops/<slug:code>/", pages.shop, name="shop"),
    path("shops/<slug:code>/badge/", pages.badge, name="badge"),
    path("shops/<slug:code>/code.svg", pages.badge_code, name="badge_code"),
    path("proof/", pages.proof, name="proof"),
    path("proof/seals.json", pages.seals, name="seals"),
    path("proof/verify_prepaid.py", pages.script, name="script"),
]
