"""Every write of this app: readings, reviewed commitments, their tracking, changes and who answers."""

from luoshi.kernel.commitments.actions.adopt import Adoption, adopt, adopt_file
from luoshi.kernel.commitments.actions.changing import change_check, change_target
from luoshi.kernel.commitments.actions.decompose import Decomposed, decompose
from luoshi.kernel.commitments.actions.duties import assign, confirm
from luoshi.kernel.commitments.actions.load import load_reading
from luoshi.kernel.commitments.actions.tracking import (
    TrackingAdoption,
    adopt_tracking,
    adopt_tracking_file,
)

__all__ = [
    "Adoption",
    "Decomposed",
    "TrackingAdoption",
    "adopt",
    "adopt_file",
    "adopt_tracking",
    "adopt_tracking_file",
    "assign",
    "change_check",
    "change_target",
    "confirm",
    "decompose",
    "load_reading",
]
