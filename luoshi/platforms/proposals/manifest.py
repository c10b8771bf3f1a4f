"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.proposals.simulate import simulate
from luoshi.platforms.proposals.types import PROPOSAL

MANIFEST = Manifest(
    label="proposals",
    title="建议提案",
    owner="office",
    promise="人大代表建议和政协提案",
    case_types=(PROPOSAL,),
    simulator=simulate,
)
