"""Cards, the payments on them and each use. Who holds one stands apart, sealed; the ledger knows tokens."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Holder(models.Model):
    """持卡人: who a card belongs to, kept apart from money and sealed; ``person`` tells the same one again.

    ``sealed`` holds name and telephone; erasing empties it and ``person``.
    """

    token = models.CharField("持卡人代码", max_length=26, unique=True)
    person = models.CharField("身份指纹", max_length=32, blank=True)
    sealed = models.TextField("密封的身份", blank=True)
    born_on = models.DateField("出生日期", null=True)  # kept only of a minor
    consented_by = models.CharField("监护人同意", max_length=64, blank=True)
    erased_at = models.DateTimeField("清除时间", null=True)

    class Meta:
        verbose_name = "持卡人"
        indexes: ClassVar = [models.Index(fields=["person"], name="holder_by_person")]


class Card(models.Model):
    """预付卡: what a consumer shows. It groups payments; the oldest is used first.

    ``digest`` is the hash of the code by which its holder opens it. A lost card is replaced by another token;
    the contracts move to it and no money does.
    """

    class State(models.TextChoices):
        """状态."""

        ACTIVE = "active", "正常"
        LOST = "lost", "已挂失"
        REPLACED = "replaced", "已补卡"
        CLOSED = "closed", "已注销"

    token = models.CharField("卡代码", max_length=26, unique=True)
    digest = models.CharField("查询码指纹", max_length=64, unique=True)
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="cards", verbose_name="门店")
    holder = models.ForeignKey(
        Holder, models.PROTECT, null=True, related_name="cards", verbose_name="持卡人"
    )  # null: a bearer card
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ACTIVE)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="补自"
    )
    issued_at = models.DateTimeField("开卡时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "预付卡"

    @property
    def named(self) -> bool:
        """Tell whether the card is in somebody's name."""
        return self.holder_id is not None


class SignedRules(models.Model):
    """签订规则: the rules of one day for one place and sector, as many contracts were signed under them.

    Each row is a dated parameter with its value, article and whether its source was read.
    """

    digest = models.CharField("指纹", max_length=64, primary_key=True)
    rows = models.JSONField("规则")

    class Meta:
        verbose_name = "签订规则"


class Contract(models.Model):
    """预付合同: one payment on a card, under the terms of its day: its own 七日 and bonus ratio.

    Amounts are fen. ``used`` is the face value used so far, of ``paid`` + ``bonus``; ``supervised`` of what
    was paid went into custody. ``terms`` keeps the kind's terms and, by digest, each rule it was signed
    under, both interest rates among them (第十六条). The three accounts are ids of the ledger.
    """

    class State(models.TextChoices):
        """状态."""

        ACTIVE = "active", "履行中"
        REFUNDING = "refunding", "退款中"
        REFUNDED = "refunded", "已退款"
        CLAIMED = "claimed", "转入清退"

    number = models.CharField("合同编号", max_length=40, unique=True)
    receipt = models.CharField("收款编号", max_length=80, unique=True)
    card = models.ForeignKey(Card, models.PROTECT, related_name="contracts", verbose_name="预付卡")
    shop = models.ForeignKey(
        "prepaid.Shop", models.PROTECT, related_name="contracts", verbose_name="门店", db_index=False
    )
    kind = models.ForeignKey("prepaid.CardKind", models.PROTECT, related_name="+", verbose_name="卡种")
    form = models.CharField("形式", max_length=8)
    paid = models.BigIntegerField("实付金额")
    bonus = models.BigIntegerField("赠送金额", default=0)
    supervised = models.BigIntegerField("存管金额", default=0)
    times = models.PositiveIntegerField("次数", null=True)
    used = models.BigIntegerField("已用面值", default=0)
    used_times = models.PositiveIntegerField("已用次数", default=0)
    signed_at = models.DateTimeField("签订时间")
    starts_on = models.DateField("起始日")
    ends_on = models.DateField("届满日", null=True)  # the last day; None: no end
    terms = models.JSONField("签订条款", default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ACTIVE)
    card_account = models.BigIntegerField("存管账户号")
    open_account = models.BigIntegerField("自持账户号")
    bonus_account = models.BigIntegerField("赠送账户号")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "预付合同"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=F("paid") + F("bonus")), name="contract_used"
            ),
            models.CheckConstraint(
                condition=Q(paid__gt=0, bonus__gte=0, supervised__gte=0, supervised__lte=F("paid")),
                name="contract_amounts",
            ),
            models.CheckConstraint(
                condition=Q(times=None) | Q(used_times__lte=F("times")), name="contract_times"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "signed_at"], name="contract_by_shop"),
        ]


class Use(models.Model):
    """核销: one use of a contract, once by its key. ``at`` is when it happened, ``known_at`` when told.

    ``value`` is face value in fen; ``before`` what had been used of the contract when it came. Only the last
    use of a contract can be undone.
    """

    key = models.CharField("核销编号", max_length=120)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="uses", verbose_name="合同")
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="+", verbose_name="门店")
    value = models.BigIntegerField("面值")
    times = models.PositiveIntegerField("次数", default=0)
    before = models.BigIntegerField("此前已用")
    at = models.DateTimeField("核销时间")
    known_at = models.DateTimeField("上报时间")
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "核销"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "contract"], name="use_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="use_value"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "at"], name="use_by_shop"),
        ]
