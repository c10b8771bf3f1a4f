"""Nouns of projects: a project as its acts left it, its permits, and how its delivery goes."""

from luoshi.platforms.projects.models.delivery import ForecastRatio, Node, NodePlan, SiteVisit, Team
from luoshi.platforms.projects.models.project import Permit, Progress, Project

__all__ = [
    "ForecastRatio",
    "Node",
    "NodePlan",
    "Permit",
    "Progress",
    "Project",
    "SiteVisit",
    "Team",
]
