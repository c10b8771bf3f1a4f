"""Public addresses of the chain map. They are quoted: add, never change."""

from django.urls import path

from luoshi.platforms.investment.pages import chain, chains

app_name = "chains"
urlpatterns = [
    path("", chains, name="chains"),
    path("<slug:code>/", chain, name="chain"),
]
