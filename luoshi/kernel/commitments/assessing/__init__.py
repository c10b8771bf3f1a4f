"""研判: whether a promise is kept, told by a pure function with its reasons. No Django, clock or float."""

from luoshi.kernel.commitments.assessing.assess import assess
from luoshi.kernel.commitments.assessing.lines import escalates, flipped, tally, two_lines, whole
from luoshi.kernel.commitments.assessing.results import Assessment, canonical
from luoshi.kernel.commitments.assessing.rulefiles import read_rules
from luoshi.kernel.commitments.assessing.rulesets import RuleSet, rule_in_force
from luoshi.kernel.commitments.assessing.targets import Baseline, Event, Target
from luoshi.kernel.commitments.assessing.trajectories import Trajectory, usual_trajectory
from luoshi.kernel.commitments.assessing.wording import from_deed, from_reading

__all__ = [
    "Assessment",
    "Baseline",
    "Event",
    "RuleSet",
    "Target",
    "Trajectory",
    "assess",
    "canonical",
    "escalates",
    "flipped",
    "from_deed",
    "from_reading",
    "read_rules",
    "rule_in_force",
    "tally",
    "two_lines",
    "usual_trajectory",
    "whole",
]
