"""Addresses of the residents' doors. They are quoted: add, never change. No code stands in one."""

from django.urls import path

from luoshi.platforms.hotline import pages

app_name = "hotline"
urlpatterns = [
    path("", pages.home, name="residents"),
    path("ask/", pages.ask, name="ask"),
    path("neighbours/", pages.neighbours, name="neighbours"),
    path("follow/", pages.follow, name="follow"),
    path("follow/supplement/", pages.supplement, name="supplement"),
    path("follow/rate/", pages.rate, name="rate"),
    path("follow/reopen/", pages.reopen, name="reopen"),
    path("statistics/", pages.statistics, name="statistics"),
    path("topics/", pages.topics, name="topics"),
    path("topics/<slug:code>/", pages.topic, name="topic"),
    path("rounds/<slug:slug>/", pages.gathering, name="round"),
]
