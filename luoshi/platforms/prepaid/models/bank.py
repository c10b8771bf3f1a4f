"""What the custody bank says and what it is asked: files, lines, instructions to pay. Amounts are fen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs


class BankFile(models.Model):
    """对账文件: a statement of a bank as it came. The same content again is the same file.

    ``doubled`` of its lines were known before. ``conflicts`` are lines whose serial was known with another
    content: nothing was made of them, the bank has to say which is right. Without ``finished_at`` the import
    was cut off and goes on when the file comes again.
    """

    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("内容摘要", max_length=64, unique=True)
    day = models.DateField("对账日")
    opening = models.BigIntegerField("期初余额")
    closing = models.BigIntegerField("期末余额")
    lines = models.PositiveIntegerField("行数")
    doubled = models.PositiveIntegerField("重复行数", default=0)
    conflicts = models.JSONField("流水号冲突", default=list)
    imported_at = models.DateTimeField("导入时间")
    finished_at = models.DateTimeField("导入完成", null=True)

    class Meta:
        verbose_name = "对账文件"
        indexes: ClassVar = [models.Index(fields=["day"], name="bank_file_by_day")]


class BankBalance(models.Model):
    """账户日余额: what the bank says an account stood at on a day, by the last file that says it."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="balances", verbose_name="对账文件")
    account = models.CharField("账户代码", max_length=40)
    day = models.DateField("日期")
    opening = models.BigIntegerField("期初余额")
    closing = models.BigIntegerField("期末余额")

    class Meta:
        verbose_name = "账户日余额"
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "day"], name="bank_balance_once")]


class BankLine(models.Model):
    """银行流水: one line of an account, once by its serial; never changed, only matched.

    ``amount`` is positive where money came in. Of it ``matched`` belongs to what ``kind`` and ``ref`` name, a
    contract or an instruction; ``spare`` belongs to nobody yet and stands in the ledger as ``unmatched``, or
    as ``fee`` where it left. With ``booked_at`` empty the ledger does not have the line: its account is
    unknown, or what it needs is not there yet.
    """

    class Kind(models.TextChoices):
        """归类."""

        NONE = "", "未认领"
        TOPUP = "topup", "预收款到账"
        PAYMENT = "payment", "划付指令"
        INTEREST = "interest", "存管利息"
        DEPOSIT = "deposit", "风险保证金"
        CHARGE = "charge", "银行手续费"

    file = models.ForeignKey(
        BankFile, models.PROTECT, related_name="+", db_index=False, verbose_name="对账文件"
    )
    account = models.CharField("账户代码", max_length=40)
    serial = models.CharField("流水号", max_length=80)
    day = models.DateField("记账日")
    amount = models.BigIntegerField("金额")
    tail = models.CharField("对方账号后四位", max_length=4, blank=True)
    purpose = models.TextField("摘要", blank=True)
    shop = models.ForeignKey(
        "prepaid.Shop", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="门店"
    )  # whose unmatched or fee account holds the spare part
    kind = models.CharField("归类", max_length=8, choices=Kind.choices, blank=True, default=Kind.NONE)
    ref = models.CharField("对应编号", max_length=40, blank=True)
    matched = models.BigIntegerField("已认领", default=0)
    spare = models.BigIntegerField("未认领", default=0)
    matched_at = models.DateTimeField("认领时间", null=True)
    booked_at = models.DateTimeField("入账时间", null=True)

    class Meta:
        verbose_name = "银行流水"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "serial"], name="bank_line_once"),
            models.CheckConstraint(
                condition=Q(matched__gte=0, spare__gte=0) & Q(matched__lte=Abs(F("amount")) - F("spare")),
                name="bank_line_parts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "day"], name="bank_line_by_day", include=["amount"]),
            models.Index(fields=["ref"], name="bank_line_by_ref", condition=~Q(ref="")),
            models.Index(fields=["account"], name="bank_line_waiting", condition=Q(booked_at=None)),
            models.Index(fields=["account", "day"], name="bank_line_spare", condition=Q(spare__gt=0)),
        ]


class Payment(models.Model):
    """划付指令: money a bank is asked to pay out of a supervised account: to the shop, or back to a payer.

    A hold in the ledger keeps the amount until the bank confirms; ``source`` is the account it is taken from.
    ``paid`` of it was paid on the day ``paid_on``. ``key`` names the act, ``number`` stands in the files.
    """

    class Kind(models.TextChoices):
        """用途."""

        PAYOUT = "payout", "划付商户"
        REFUND = "refund", "退款"
        RETURN = "return", "退回来款"

    class State(models.TextChoices):
        """状态."""

        READY = "ready", "待发送"
        SENT = "sent", "已发送"
        CONFIRMED = "confirmed", "已支付"
        FAILED = "failed", "未支付"

    number = models.CharField("指令编号", max_length=26, unique=True)
    key = models.CharField("事项编号", max_length=120, unique=True)
    kind = models.CharField("用途", max_length=8, choices=Kind.choices)
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="payments", verbose_name="门店")
    account = models.CharField("付款账户代码", max_length=40)
    payee = models.CharField("收款方代码", max_length=40)
    ref = models.CharField("关联编号", max_length=120, blank=True)
    amount = models.BigIntegerField("金额")
    hold = models.BigIntegerField("账本占用号")
    source = models.BigIntegerField("账本来源账户号")
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.READY)
    file = models.CharField("指令文件", max_length=200, blank=True)
    made_at = models.DateTimeField("生成时间")
    sent_at = models.DateTimeField("发送时间", null=True)
    expires_at = models.DateTimeField("有效期至")
    settled_at = models.DateTimeField("结果时间", null=True)
    paid = models.BigIntegerField("已付金额", default=0)
    paid_on = models.DateField("付款日", null=True)
    reason = models.CharField("未付原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "划付指令"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0, paid__lte=F("amount")), name="payment_amounts"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", paid__gt=0, paid_on__isnull=False)
                | (~Q(state="confirmed") & Q(paid=0, paid_on=None)),
                name="payment_paid",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], name="payment_open", condition=Q(state__in=["ready", "sent"])
            ),
            models.Index(fields=["ref"], name="payment_by_ref"),
        ]


class Reconciliation(models.Model):
    """对账结果: a custody account at the end of a day, as the ledger and the bank's files then told it.

    ``since`` is the day of the oldest of its ``breaks``; ``unexplained`` fen are explained by none of them
    and have to be 0. A day is reconciled once; what comes later shows in the days after it.
    """

    account = models.CharField("账户代码", max_length=40)
    on = models.DateField("对账日")
    bank = models.BigIntegerField("银行余额")
    ledger = models.BigIntegerField("账本余额")
    breaks = models.PositiveIntegerField("差异项数")
    since = models.DateField("最早差异日", null=True)
    unexplained = models.BigIntegerField("未解释")
    known_at = models.DateTimeField("对账时间")

    class Meta:
        verbose_name = "对账结果"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "on"], name="reconciliation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["on"], name="reconciliation_by_day")]

    @property
    def agrees(self) -> bool:
        """Tell whether the bank holds what the ledger says, and nothing is open."""
        return self.bank == self.ledger and not self.breaks and not self.unexplained
