"""Nouns of projects: a project as its acts left it, its permits, and its money."""

from luoshi.platforms.projects.models.debt import Debt, Instalment, Repayment
from luoshi.platforms.projects.models.fund import (
    Allocation,
    Drawdown,
    FundApplication,
    FundReturn,
    FundStep,
    FundWindow,
)
from luoshi.platforms.projects.models.project import Permit, Progress, Project

__all__ = ["Permit", "Progress", "Project"]
__all__ += ["Allocation", "Debt", "Drawdown", "FundApplication", "FundReturn", "FundStep", "FundWindow"]
__all__ += ["Instalment", "Repayment"]
