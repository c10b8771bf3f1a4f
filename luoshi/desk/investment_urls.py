"""Addresses of the desk below investment/."""

from django.urls import URLPattern, path

from luoshi.desk.pages import (
    investment,
    investment_chain,
    investment_money,
    investment_review,
    investment_transfers,
)

_NODE = "chains/nodes/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("", investment.pipeline, name="investment"),
    path("counting/", investment_review.counting, name="investment_counting"),
    path("review/", investment_review.review, name="investment_review"),
    path("transfers/", investment_transfers.transfers, name="investment_transfers"),
    path("leads/<slug:code>/", investment.lead, name="investment_lead"),
    path("leads/<slug:code>/claim/", investment_money.claim_money, name="investment_claim"),
    path("money/<slug:code>/", investment_money.instalment, name="investment_money"),
    path("money/<slug:code>/rule/", investment_money.decide, name="investment_rule"),
    path("money/<slug:code>/appeal/", investment_money.object_to, name="investment_appeal"),
    path("money/<slug:code>/transfer/", investment_transfers.note, name="investment_transfer"),
    path("chains/", investment_chain.chains, name="investment_chains"),
    path(_NODE, investment_chain.node, name="investment_node"),
    path(f"{_NODE}way/", investment_chain.way, name="investment_way"),
    path(f"{_NODE}capacity/", investment_chain.capacity, name="investment_capacity"),
    path(f"{_NODE}survey/", investment_chain.survey, name="investment_survey"),
    path(f"{_NODE}proof/<slug:sha256>/", investment_chain.proof_file, name="investment_proof"),
    path("chains/<slug:code>/", investment_chain.chain, name="investment_chain"),
]
