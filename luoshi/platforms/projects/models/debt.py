"""What a project owes for borrowed money: the loan, its instalments, what was paid of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.platforms.projects.models.fund import Entry, FundApplication, Kept


class Debt(Kept):
    """债务: borrowed money of an approved application, its rate and count of days as agreed."""

    class Way(models.TextChoices):
        """How the principal is paid back."""

        EQUAL = "equal", "等额本金"
        BULLET = "bullet", "到期一次还本"

    class Year(models.IntegerChoices):
        """By how many days of a year interest is counted."""

        REAL = 365, "实际天数/365"
        BANK = 360, "实际天数/360"

    application = models.OneToOneField(
        FundApplication, models.PROTECT, related_name="debt", verbose_name="资金申请"
    )
    principal = models.BigIntegerField("本金（分）")
    percent = models.DecimalField("年利率（%）", max_digits=7, decimal_places=4)
    year = models.PositiveSmallIntegerField("计息天数", choices=Year.choices)
    way = models.CharField("还款方式", max_length=8, choices=Way.choices)
    began_on = models.DateField("起息日")
    every = models.PositiveSmallIntegerField("每期月数")
    times = models.PositiveSmallIntegerField("期数")
    document = models.CharField("合同或文号", max_length=120)

    class Meta:
        verbose_name = "债务"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(principal__gt=0, percent__gte=0, every__gt=0, times__gt=0), name="debt_whole"
            )
        ]


class Instalment(models.Model):
    """还款计划: one day on which principal and interest fall due. Never edited."""

    debt = models.ForeignKey(Debt, models.PROTECT, related_name="instalments", verbose_name="债务")
    number = models.PositiveSmallIntegerField("期次")
    due_on = models.DateField("到期日")
    principal = models.BigIntegerField("应还本金（分）")
    interest = models.BigIntegerField("应付利息（分）")

    class Meta:
        verbose_name = "还款计划"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["debt", "number"], name="instalment_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="debt_instalment_by_day")]


class Repayment(Entry):
    """还款: what was paid of an instalment; ``interest`` of it went to interest, the rest to principal."""

    instalment = models.ForeignKey(
        Instalment, models.PROTECT, related_name="repayments", verbose_name="还款计划"
    )
    interest = models.BigIntegerField("其中利息（分）")
    voucher = models.CharField("还款凭证号", max_length=80)

    class Meta(Entry.Meta):
        verbose_name = "还款"
