"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest
from luoshi.platforms.prepaid.simulate import simulate
from luoshi.platforms.prepaid.types import ALARM, CLOSURE, REFUND

MANIFEST = Manifest(
    label="prepaid",
    title="预付式消费监管",
    owner="market-regulation",
    promise="预付式消费监管服务平台",
    case_types=(ALARM, CLOSURE, REFUND),
    simulator=simulate,
)
