"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.investment.simulate import simulate
from luoshi.platforms.investment.types import LEAD

MANIFEST = Manifest(
    label="investment",
    title="招商引资与产业图谱",
    owner="commerce",
    promise="招商引资到位资金",
    case_types=(LEAD,),
    simulator=simulate,
    sample=5,
)
