"""Addresses of the desk below investment/."""

from django.urls import path

from luoshi.desk.pages import investment_chain

_NODE = "chains/nodes/<slug:code>/"

urlpatterns = [
    path("chains/", investment_chain.chains, name="investment_chains"),
    path(_NODE, investment_chain.node, name="investment_node"),
    path(f"{_NODE}way/", investment_chain.way, name="investment_way"),
    path(f"{_NODE}capacity/", investment_chain.capacity, name="investment_capacity"),
    path(f"{_NODE}survey/", investment_chain.survey, name="investment_survey"),
    path(f"{_NODE}proof/<slug:sha256>/", investment_chain.proof_file, name="investment_proof"),
    path("chains/<slug:code>/", investment_chain.chain, name="investment_chain"),
]
