"""A refund as it was worked out and paid; the matter itself is a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Refund(models.Model):
    """退款: of one contract, once: how much by which price, and how far it is paid. Amounts are fen.

    ``principal`` is what comes back of what was paid (法释〔2025〕4号 第十五条), ``card`` of it from custody
    and ``open`` from the shop's own hands; ``interest`` is owed by the shop. ``statement`` holds each step
    with its article, so that the consumer can check it by hand.
    """

    class State(models.TextChoices):
        """状态."""

        ASKED = "asked", "待核对"
        SETTLED = "settled", "待付款"
        PAID = "paid", "已退款"
        DROPPED = "dropped", "未退款"

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    contract = models.ForeignKey(
        "prepaid.Contract", models.PROTECT, related_name="refunds", verbose_name="合同"
    )
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="+", verbose_name="门店")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ASKED)
    reason = models.CharField("事由", max_length=20)
    price = models.CharField("计价方式", max_length=8, blank=True)
    principal = models.BigIntegerField("应退本金", default=0)
    interest = models.BigIntegerField("利息", default=0)
    card = models.BigIntegerField("存管退款", default=0)
    open = models.BigIntegerField("自持退款", default=0)
    statement = models.JSONField("核算明细", default=dict)
    asked_at = models.DateTimeField("申请时间")
    settled_at = models.DateTimeField("核定时间", null=True)
    paid_at = models.DateTimeField("退款时间", null=True)

    class Meta:
        verbose_name = "退款"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(principal__gte=0, interest__gte=0, card__gte=0, open__gte=0),
                name="refund_amounts",
            ),
            models.UniqueConstraint(fields=["contract"], condition=~Q(state="dropped"), name="refund_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop", "asked_at"], name="refund_by_shop")]
