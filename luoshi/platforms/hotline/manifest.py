"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.hotline.simulate import simulate
from luoshi.platforms.hotline.types import REQUEST, SUBORDER, TOPIC

MANIFEST = Manifest(
    label="hotline",
    title="12345热线",
    owner="government-services",
    promise="12345",
    case_types=(REQUEST, SUBORDER, TOPIC),
    simulator=simulate,
    sample=6,
)
