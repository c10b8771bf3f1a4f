"""What the platform declares."""

from luoshi.kernel.base.manifest import Manifest

MANIFEST = Manifest(
    label="prepaid",
    title="预付式消费监管",
    owner="market-regulation",
    promise="预付式消费监管服务平台",
)
