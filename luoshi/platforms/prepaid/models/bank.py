"""What the bank says: its files and bookings, and the payments it was told to make."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class BankFile(models.Model):
    """对账文件: one statement of an account as it came, once by its content. Balances are fen."""

    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("指纹", max_length=64, unique=True)
    account = models.ForeignKey(
        "prepaid.BankAccount", models.PROTECT, related_name="files", verbose_name="存管账户"
    )
    on = models.DateField("截至")
    opening = models.BigIntegerField("期初余额")
    closing = models.BigIntegerField("期末余额")
    received_at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "对账文件"
        indexes: ClassVar = [models.Index(fields=["account", "-on"], name="bank_file_by_day")]


class BankLine(models.Model):
    """对账明细: one booking of the bank, once by its serial number. What came is positive, in fen.

    ``applied`` of a receipt belongs to the contract it names; what is beyond that, or names none, stands in
    the ledger as unclaimed until somebody says whose it is.
    """

    class Kind(models.TextChoices):
        """类别."""

        TOPUP = "topup", "售卡存入"
        INTEREST = "interest", "利息"
        DEPOSIT = "deposit", "保证金"
        UNKNOWN = "unknown", "不明来款"
        PAYMENT = "payment", "按指令付款"
        CHARGE = "charge", "手续费"
        STRAY = "stray", "不明付款"

    account = models.ForeignKey(
        "prepaid.BankAccount", models.PROTECT, related_name="lines", verbose_name="存管账户"
    )
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines", verbose_name="对账文件")
    serial = models.CharField("流水号", max_length=80)
    on = models.DateField("日期")
    amount = models.BigIntegerField("金额")
    text = models.CharField("摘要", max_length=200, blank=True)
    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    contract = models.ForeignKey(
        "prepaid.Contract", models.PROTECT, null=True, related_name="+", verbose_name="合同"
    )
    applied = models.BigIntegerField("对应合同金额", default=0)
    claimed_at = models.DateTimeField("认领时间", null=True)

    class Meta:
        verbose_name = "对账明细"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "serial"], name="bank_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_amount"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["contract"], name="bank_line_by_contract", condition=Q(contract__isnull=False)
            ),
            models.Index(
                fields=["account", "on"],
                name="bank_line_unclaimed",
                condition=Q(kind="unknown", claimed_at=None),
            ),
        ]


class Payment(models.Model):
    """付款指令: money the bank is to pay from custody; until it says so a hold keeps it apart."""

    class State(models.TextChoices):
        """状态."""

        SENT = "sent", "已发出"
        DONE = "done", "已付"
        FAILED = "failed", "未付"

    number = models.CharField("指令号", max_length=80, unique=True)
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="payments", verbose_name="门店")
    purpose = models.CharField("用途", max_length=120)
    amount = models.BigIntegerField("金额")
    hold = models.BigIntegerField("占用编号")  # a move of the ledger
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.SENT)
    why = models.CharField("未付原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("发出时间")
    resolved_at = models.DateTimeField("了结时间", null=True)

    class Meta:
        verbose_name = "付款指令"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sent_at"], name="payment_sent", condition=Q(state="sent")),
        ]
