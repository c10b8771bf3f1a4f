"""Money a project asks for: windows, applications, what was passed on, paid and given back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from luoshi.platforms.projects.models.project import Project


class Source(models.TextChoices):
    """资金来源: whose money it is. The first three are those of the report's promise."""

    SPECIAL_BOND = "special_bond", "超长期特别国债"
    CENTRAL_BUDGET = "central_budget", "中央预算内投资"
    LOCAL_BOND = "local_bond", "地方政府专项债券"
    GENERAL_BOND = "general_bond", "一般债券"
    PROVINCE = "province", "省级资金"
    CITY = "city", "市县财政"
    BANK = "bank", "银行贷款"
    ENTERPRISE = "enterprise", "企业自筹"


class FundWindow(models.Model):
    """申报批次: when a source of money takes applications for a year, and by which document."""

    code = models.SlugField("编号", max_length=60, unique=True)  # special_bond-2026-1
    source = models.CharField("资金来源", max_length=16, choices=Source.choices)
    year = models.PositiveSmallIntegerField("年度")
    batch = models.PositiveSmallIntegerField("批次")
    opens_on = models.DateField("开始申报")
    closes_on = models.DateField("截止申报")
    document = models.CharField("文号", max_length=120)
    opened_at = models.DateTimeField("登记时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "申报批次"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "year", "batch"], name="fund_window_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="fund_window_ends_later"),
        ]


class FundApplication(models.Model):
    """资金申请: what a project asks of one source, and what was approved of it. Moved by its steps alone.

    ``window`` is empty for a loan or the firm's own money, which know no batches.
    """

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", "已申请"
        RECOMMENDED = "recommended", "已推荐上报"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未获批准"
        WITHDRAWN = "withdrawn", "已撤回"

    code = models.SlugField("编号", max_length=80, unique=True)  # project-2026-0001-f1
    project = models.ForeignKey(Project, models.PROTECT, related_name="applications", verbose_name="项目")
    source = models.CharField("资金来源", max_length=16, choices=Source.choices)
    window = models.ForeignKey(
        FundWindow, models.PROTECT, null=True, related_name="applications", verbose_name="批次"
    )
    asked = models.BigIntegerField("申请金额（分）")
    asked_on = models.DateField("申请日期")
    document = models.CharField("申请文号", max_length=120)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ASKED)
    approved = models.BigIntegerField("批准金额（分）", null=True)
    approved_on = models.DateField("批准日期", null=True)
    paper = models.CharField("批准文号", max_length=120, blank=True)
    key = models.CharField("幂等键", max_length=160, unique=True)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "资金申请"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(asked__gt=0), name="fund_asked_positive"),
            models.CheckConstraint(
                condition=(
                    Q(state="approved", approved__gt=0, approved__lte=F("asked"), approved_on__isnull=False)
                    | (~Q(state="approved") & Q(approved__isnull=True, approved_on__isnull=True))
                ),
                name="fund_approved_has_amount",
            ),
            models.UniqueConstraint(
                fields=["project", "window"],
                condition=~Q(state__in=["refused", "withdrawn"]),
                name="fund_once_a_window",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "state"], name="fund_by_source"),
            models.Index(fields=["approved_on"], name="fund_by_approval"),
        ]


class Kept(models.Model):
    """What was done with money, kept for good: a mistake is put right by a row that reverses it."""

    by = models.ForeignKey("orgs.Account", models.PROTECT, null=True, related_name="+", verbose_name="经办")
    at = models.DateTimeField("登记时间")
    key = models.CharField("幂等键", max_length=160, unique=True)

    class Meta:
        abstract = True


class FundStep(Kept):
    """资金申请步骤: one move of an application, with its document. Never edited."""

    application = models.ForeignKey(
        FundApplication, models.PROTECT, related_name="steps", verbose_name="资金申请"
    )
    state = models.CharField("状态", max_length=12, choices=FundApplication.State.choices)
    amount = models.BigIntegerField("金额（分）", null=True)
    happened_on = models.DateField("日期")
    document = models.CharField("文号", max_length=120, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "资金申请步骤"


class Entry(Kept):
    """An amount in fen on a day; below zero where it reverses another, which it names with the reason."""

    amount = models.BigIntegerField("金额（分）")
    happened_on = models.DateField("日期")
    reason = models.TextField("冲正原因", blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name="冲正"
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | (Q(reverses__isnull=False, amount__lt=0) & ~Q(reason="")),
                name="%(class)s_signs",
            )
        ]


class Allocation(Entry):
    """资金下达: money passed on to the project by a document."""

    application = models.ForeignKey(
        FundApplication, models.PROTECT, related_name="allocations", verbose_name="资金申请"
    )
    document = models.CharField("下达文号", max_length=120)

    class Meta(Entry.Meta):
        verbose_name = "资金下达"


class Drawdown(Entry):
    """资金支付: money paid out, by voucher, with how far the works stood on that day.

    ``afterwards`` says why a payment that ran ahead of the works was made all the same and told later.
    """

    class Payee(models.TextChoices):
        """Who was paid."""

        CONTRACTOR = "contractor", "施工单位"
        SUPPLIER = "supplier", "材料设备供应商"
        SERVICE = "service", "勘察设计监理单位"
        WAGES = "wages", "农民工工资专用账户"
        LAND = "land", "征地拆迁对象"
        OTHER = "other", "其他"

    class Purpose(models.TextChoices):
        """What for."""

        PREPAYMENT = "prepayment", "预付款"
        PROGRESS = "progress", "工程进度款"
        WAGES = "wages", "人工费"
        FINAL = "final", "结算款"
        LAND = "land", "征地拆迁费"
        SERVICE = "service", "勘察设计监理等费用"
        ADVANCE = "advance", "归还施工单位垫资"

    application = models.ForeignKey(
        FundApplication, models.PROTECT, related_name="drawdowns", verbose_name="资金申请"
    )
    voucher = models.CharField("支付凭证号", max_length=80)
    payee = models.CharField("收款方类别", max_length=12, choices=Payee.choices)
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    physical = models.PositiveIntegerField("当日形象进度（万分比）")
    ahead = models.PositiveIntegerField("超前幅度（万分比）", default=0)
    afterwards = models.TextField("事后补录说明", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "资金支付"
        indexes: ClassVar = [models.Index(fields=["application", "happened_on"], name="drawdown_by_day")]


class FundReturn(Entry):
    """资金缴回: surplus or idle money given back (政府投资条例 第二十五条)."""

    application = models.ForeignKey(
        FundApplication, models.PROTECT, related_name="returns", verbose_name="资金申请"
    )
    voucher = models.CharField("缴款凭证号", max_length=80)

    class Meta(Entry.Meta):
        verbose_name = "资金缴回"
