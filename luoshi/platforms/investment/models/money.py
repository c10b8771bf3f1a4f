"""Money an investor brought: claimed, ruled upon, counted. Rows are added, never edited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Instalment(models.Model):
    """到位资金: one payment claimed under an agreement, with the hash of the voucher that proves it.

    Claimed once and never edited; what it is worth stands in its rulings. ``payer`` and ``payee`` are the
    firms that the voucher names; ``origin`` is where the payer says the money comes from.
    """

    class Voucher(models.TextChoices):
        """凭证种类."""

        BANK = "bank", "银行回单"
        CAPITAL = "capital", "验资报告"
        TAX = "tax", "完税证明"
        INVOICE = "invoice", "发票"
        IMPORT = "import", "设备进口报关单"

    class Purpose(models.TextChoices):
        """用途."""

        PLANT = "plant", "厂房和基础设施"
        EQUIPMENT = "equipment", "设备购置"
        LAND = "land", "土地"
        CAPITAL = "capital", "注册资本"
        WORKING = "working", "流动资金"
        PROPERTY = "property", "房地产开发"
        RETAIL = "retail", "商贸零售、餐饮休闲"

    class Origin(models.TextChoices):
        """资金来源."""

        INVESTOR = "investor", "投资企业自有"
        LOAN = "loan", "银行贷款"
        FISCAL = "fiscal", "财政资金"

    key = models.CharField("申报键", max_length=120, unique=True)
    code = models.CharField("编号", max_length=40, unique=True)
    agreement = models.ForeignKey(
        "investment.Agreement", models.PROTECT, related_name="instalments", verbose_name="投资合同"
    )
    paid_on = models.DateField("到账日期")
    payer = models.ForeignKey("investment.Firm", models.PROTECT, related_name="paid", verbose_name="付款人")
    payee = models.ForeignKey(
        "investment.Firm", models.PROTECT, related_name="received", verbose_name="收款人"
    )
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    origin = models.CharField("资金来源", max_length=12, choices=Origin.choices)
    voucher = models.CharField("凭证种类", max_length=12, choices=Voucher.choices)
    reference = models.CharField("凭证号码", max_length=80)
    amount = models.BigIntegerField("金额（分）")
    voucher_hash = models.CharField("凭证文件指纹", max_length=64)  # sha256
    claimed_by = models.ForeignKey("orgs.Account", models.PROTECT, related_name="+", verbose_name="申报人")
    claimed_at = models.DateTimeField("申报时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "到位资金"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_money"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="instalment_changes_hands"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["voucher_hash"], name="instalment_by_hash"),
            models.Index(fields=["payee", "amount", "paid_on"], name="instalment_by_payee"),
            models.Index(fields=["paid_on"], name="instalment_by_day"),
        ]


class Ruling(models.Model):
    """认定: what somebody else than the claimant decided of an instalment. The latest is where it stands.

    ``counted`` is the part that counts, in fen. ``rule`` and ``rule_version`` say by which rule the rest
    does not. An ``appeal`` is the claimant's own words, and makes the rest disputed; what counted goes on
    counting.
    """

    class State(models.TextChoices):
        """状态."""

        COUNTED = "counted", "已认定"
        DISPUTED = "disputed", "有争议"
        REFUSED = "refused", "不予认定"

    instalment = models.ForeignKey(
        Instalment, models.PROTECT, related_name="rulings", verbose_name="到位资金"
    )
    key = models.CharField("认定键", max_length=120, unique=True)
    seq = models.PositiveIntegerField("第几次")
    state = models.CharField("状态", max_length=12, choices=State.choices)
    counted = models.BigIntegerField("认定金额（分）", default=0)
    rule = models.CharField("规则", max_length=60, blank=True)
    rule_version = models.CharField("规则版本", max_length=120, blank=True)
    reason = models.TextField("理由")
    appeal = models.BooleanField("申诉", default=False)
    by = models.ForeignKey("orgs.Account", models.PROTECT, related_name="+", verbose_name="认定人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "认定"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instalment", "seq"], name="ruling_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="ruling_is_money"),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(counted__gt=0), name="ruling_counts_something"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | Q(counted=0), name="ruling_refuses_all"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(rule_version=""), name="ruling_cites_its_rule"
            ),
            models.CheckConstraint(
                condition=~Q(appeal=True) | Q(state="disputed"), name="ruling_of_an_appeal"
            ),
        ]


class Counted(models.Model):
    """计入: the instalments that count now, each voucher once. The database keeps it."""

    instalment = models.OneToOneField(Instalment, models.PROTECT, primary_key=True, related_name="counts")
    voucher_hash = models.CharField("凭证文件指纹", max_length=64, unique=True)
    amount = models.BigIntegerField("认定金额（分）")

    class Meta:
        verbose_name = "计入"


class Transfer(models.Model):
    """往来: a payment between firms that a statement of account showed, and that is no instalment.

    Read to see whether an investor's money flows back to it. Never edited.
    """

    key = models.CharField("登记键", max_length=120, unique=True)
    paid_on = models.DateField("日期")
    payer = models.ForeignKey("investment.Firm", models.PROTECT, related_name="+", verbose_name="付款人")
    payee = models.ForeignKey("investment.Firm", models.PROTECT, related_name="+", verbose_name="收款人")
    amount = models.BigIntegerField("金额（分）")
    reference = models.CharField("流水号", max_length=80)
    noted_by = models.ForeignKey("orgs.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    noted_at = models.DateTimeField("登记时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "往来"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_is_money"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="transfer_changes_hands"),
        ]
        indexes: ClassVar = [models.Index(fields=["paid_on"], name="transfer_by_day")]
