"""Addresses of the desk below investment/."""

from django.urls import URLPattern, path

from luoshi.desk.pages import investment, investment_money, investment_review

urlpatterns: list[URLPattern] = [
    path("", investment.pipeline, name="investment"),
    path("counting/", investment_review.counting, name="investment_counting"),
    path("review/", investment_review.review, name="investment_review"),
    path("leads/<slug:code>/", investment.lead, name="investment_lead"),
    path("leads/<slug:code>/claim/", investment_money.claim_money, name="investment_claim"),
    path("money/<slug:code>/", investment_money.instalment, name="investment_money"),
    path("money/<slug:code>/rule/", investment_money.decide, name="investment_rule"),
    path("money/<slug:code>/appeal/", investment_money.object_to, name="investment_appeal"),
]
