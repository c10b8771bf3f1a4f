"""Nouns of projects: a project as its acts left it, and what hangs on it."""

from luoshi.platforms.projects.models.debt import Debt, Instalment, Repayment
from luoshi.platforms.projects.models.delivery import ForecastRatio, Node, NodePlan, SiteVisit, Team
from luoshi.platforms.projects.models.fund import (
    Allocation,
    Drawdown,
    FundApplication,
    FundReturn,
    FundStep,
    FundWindow,
)
from luoshi.platforms.projects.models.lists import ListEntry, ListMonth, ListVersion, ProjectList
from luoshi.platforms.projects.models.project import Permit, Progress, Project

__all__ = [
    "Allocation",
    "Debt",
    "Drawdown",
    "ForecastRatio",
    "FundApplication",
    "FundReturn",
    "FundStep",
    "FundWindow",
    "Instalment",
    "ListEntry",
    "ListMonth",
    "ListVersion",
    "Node",
    "NodePlan",
    "Permit",
    "Progress",
    "Project",
    "ProjectList",
    "Repayment",
    "SiteVisit",
    "Team",
]
