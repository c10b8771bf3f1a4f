"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.projects.simulate import simulate
from luoshi.platforms.projects.types import PROBLEM, PROJECT

MANIFEST = Manifest(
    label="projects",
    title="项目全周期",
    owner="development-reform",
    promise="16张项目清单",
    case_types=(PROJECT, PROBLEM),
    simulator=simulate,
)
