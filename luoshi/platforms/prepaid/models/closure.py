"""A shop that is wound up, and what each consumer claims of it. Tokens only; the money is the ledger's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Closure(models.Model):
    """清退: what came of a shop that stopped: frozen, listed, distributed (法释〔2025〕4号 第七条).

    Written by the acts of its case. ``available`` is what was divided, in fen; ``digest`` the SHA-256 of the
    list as it is published; ``through`` the last claim whose entry stands in the ledger; ``rules`` the
    settings the distribution went by.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+", verbose_name="事项")
    code = models.CharField("编号", max_length=60, unique=True)
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="closures", verbose_name="门店")
    signalled_on = models.DateField("线索日期")
    stopped_on = models.DateField("停止服务日期", null=True)
    shop_state = models.CharField("此前门店状态", max_length=8, blank=True)
    frozen_at = models.DateTimeField("冻结时间", null=True)
    announced_at = models.DateTimeField("公告时间", null=True)
    listed_at = models.DateTimeField("清单形成时间", null=True)
    digest = models.CharField("清单摘要", max_length=64, blank=True)
    claims_count = models.PositiveIntegerField("申报数", default=0)
    accepted = models.BigIntegerField("确认总额", default=0)
    available = models.BigIntegerField("可分配金额", null=True)
    funds = models.JSONField("分配时账户", default=dict)
    rules = models.JSONField("分配口径", default=dict)
    paid = models.BigIntegerField("分配总额", null=True)
    through = models.BigIntegerField("已入账至", default=0)
    distributing_at = models.DateTimeField("分配开始时间", null=True)
    distributed_at = models.DateTimeField("分配完成时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "清退"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shop"], condition=Q(ended_at=None), name="closure_one_open_per_shop"
            ),
            models.CheckConstraint(
                condition=Q(paid=None) | Q(paid__gte=0, paid__lte=F("available")), name="closure_paid"
            ),
        ]


class Claim(models.Model):
    """清退申报: what one contract's holder is owed by a closed shop, and what they got. Amounts are fen.

    ``record`` claims are what the ledger holds of a contract at price A, or C for a period card (第十八条、
    第二十二条); ``evidence`` ones stand on what a consumer showed where there is no record (第二十五条), and
    are undecided while ``accepted`` is empty. ``number`` is the contract's, or of the act that filed it.
    """

    class Basis(models.TextChoices):
        """依据."""

        RECORD = "record", "平台记录"
        EVIDENCE = "evidence", "消费者举证"

    closure = models.ForeignKey(
        Closure, models.PROTECT, related_name="claims", verbose_name="清退", db_index=False
    )
    number = models.CharField("申报编号", max_length=80)
    basis = models.CharField("依据", max_length=8, choices=Basis.choices)
    contract = models.ForeignKey(
        "prepaid.Contract",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="合同",
        db_index=False,
    )
    card = models.CharField("卡代码", max_length=26)
    card_account = models.BigIntegerField("存管账户号", null=True)
    open_account = models.BigIntegerField("自持账户号", null=True)
    supervised = models.BigIntegerField("存管余额", default=0)
    held = models.BigIntegerField("自持余额", default=0)
    claimed = models.BigIntegerField("申报金额")
    accepted = models.BigIntegerField("确认金额", null=True)
    paid = models.BigIntegerField("分配金额", null=True)
    reason = models.TextField("理由", blank=True)
    proofs = models.JSONField("凭证指纹", default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="决定人",
        db_index=False,
    )
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        verbose_name = "清退申报"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closure", "number"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["closure", "contract"], condition=~Q(contract=None), name="claim_contract_once"
            ),
            models.CheckConstraint(
                condition=Q(claimed__gte=0, supervised__gte=0, held__gte=0)
                & (Q(accepted=None) | Q(accepted__gte=0)),
                name="claim_amounts",
            ),
            models.CheckConstraint(
                condition=Q(paid=None) | Q(paid__gte=0, paid__lte=F("accepted")), name="claim_paid"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["card"], name="claim_by_card")]

    @property
    def residual(self) -> int | None:
        """Return what the shop still owes of it after the distribution, in fen; None before that."""
        return None if self.accepted is None or self.paid is None else self.accepted - self.paid
