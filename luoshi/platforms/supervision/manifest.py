"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.supervision.types import SLIP

MANIFEST = Manifest(label="supervision", title="督查督办", owner="office", promise="督查", case_types=(SLIP,))
