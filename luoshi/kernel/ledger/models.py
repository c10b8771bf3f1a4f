"""Nouns of the ledger: an account, a move, a hold, a day's seal. Read here, written by functions.

The functions are SQL, in the migrations; ``actions`` calls them. What must hold at every moment stands here
as a constraint, so that the database refuses it whoever writes.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

PLAIN = "C"  # the collation of codes and keys: bytes in order, the same on every server


class Account(models.Model):
    """账户: what is owed to somebody, or held for somebody, in one unit.

    ``posted`` is credits less debits in fen: what is owed is positive, what is held is negative and shown
    with its sign turned (``side``). ``held`` is set apart by holds; without it ``posted`` is never below
    ``floor``. ``owner`` and what ends ``code`` are tokens, no names. Only the ledger's functions change a
    balance. What ``side`` and ``state`` may be is said by their domains in the database (migration 0005).
    """

    code = models.CharField("编码", max_length=120, db_collation=PLAIN)
    type = models.CharField("类型", max_length=60, db_collation=PLAIN)
    owner = models.CharField("归属", max_length=80, db_default="", db_collation=PLAIN)
    unit = models.CharField("单位", max_length=60, db_default="CNY", db_collation=PLAIN)
    side = models.CharField("方向", max_length=6)
    floor = models.BigIntegerField("下限", null=True)
    ceiling = models.BigIntegerField("上限", null=True)
    posted = models.BigIntegerField("余额", db_default=0)
    held = models.BigIntegerField("占用", db_default=0)
    state = models.CharField("状态", max_length=6, db_default="open")
    salt = models.UUIDField("盐", db_default=RandomUUID())

    class Meta:
        verbose_name = verbose_name_plural = "账户"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="account_code_once"),
            models.CheckConstraint(
                condition=Func(
                    *("posted", "held", "floor", "ceiling", "state"),
                    function="ledger_within",
                    output_field=models.BooleanField(),
                ),
                name="account_within",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["type", "unit"], name="account_by_type"),
            models.Index(fields=["owner"], name="account_by_owner"),
        ]

    @property
    def shown(self) -> int:
        """Return the balance as people read it: positive on the side the account is kept on, in fen."""
        return self.posted if self.side == "credit" else -self.posted

    @property
    def available(self) -> int | None:
        """Return how much may still leave it, in fen; None where nothing limits it."""
        return None if self.floor is None else self.posted - self.held - self.floor


class Move(models.Model):
    """分录: an amount that went from one account (debit) to another (credit). Balanced by what it is.

    Moves of one ``key`` are one entry and were written together. A ``pending`` move only sets money apart: it
    counts in no balance. ``effective_on`` is the day it is for, ``posted_at`` when it became known. A
    move from before seals had secrets has a ``salt`` of its own.

    No foreign key is checked here: the functions look both accounts up while they lock them, no account can
    be deleted, and the check would lock rows that are hot.
    """

    key = models.CharField("幂等键", max_length=200, db_collation=PLAIN)
    line = models.SmallIntegerField("行", db_default=1)
    body = models.BinaryField("内容摘要")
    debit = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="借方", db_index=False, db_constraint=False
    )
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="贷方", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField("金额")
    kind = models.CharField("事由", max_length=60)
    ref = models.CharField("关联编号", max_length=120)
    pending = models.BooleanField("仅占用", db_default=False)
    hold = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    effective_on = models.DateField("业务日期")
    posted_at = models.DateTimeField("入账时间", db_default=Now())
    salt = models.UUIDField("盐", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "分录"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "line"], name="move_key_once"),
            models.UniqueConstraint(fields=["hold"], condition=~Q(hold=None), name="move_hold_once"),
            models.UniqueConstraint(
                fields=["reverses"], condition=~Q(reverses=None), name="move_reversed_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="move_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="move_two_accounts"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["debit", "id"], name="move_by_debit"),
            models.Index(fields=["credit", "id"], name="move_by_credit"),
        ]


class Hold(models.Model):
    """占用: money set apart for a pending move until it is posted (all or part), voided or expires. Once."""

    move = models.OneToOneField(
        Move, models.PROTECT, primary_key=True, related_name="resolution", verbose_name="占用分录"
    )
    expires_at = models.DateTimeField("到期时间")
    state = models.CharField("状态", max_length=7, db_default="pending")
    posted_amount = models.BigIntegerField("入账金额", db_default=0)
    resolved_at = models.DateTimeField("了结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "占用"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "posted", "voided", "expired"]), name="hold_state"
            ),
            models.CheckConstraint(
                condition=Q(state="posted", posted_amount__gt=0) | (~Q(state="posted") & Q(posted_amount=0)),
                name="hold_posted_amount",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="hold_pending_by_expiry")
        ]


class Seal(models.Model):
    """日封: what the ledger was at the end of a day, in one published hash over the hash of the day before.

    ``root`` is over the moves since the last seal, up to ``last_move``; see ``sealing``. The salt
    of each move is made of ``secret``, which is not published.
    """

    day = models.DateField("日期", unique=True)
    last_move = models.BigIntegerField("末笔")
    moves = models.BigIntegerField("笔数")
    root = models.CharField("分录根", max_length=64)
    previous = models.CharField("上一日封", max_length=64)
    head = models.CharField("日封", max_length=64)
    secret = models.BinaryField("盐的密钥")  # of a seal from before moves had no salt, nothing
    taken_at = models.DateTimeField("封存时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "日封"
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["previous"], name="seal_follows_once")  # the days are one line
        ]


class Total(models.Model):
    """日封合计: of one type of account in one unit, how many accounts and how much in all, with its proof.

    ``total`` has the sign people read. ``root`` is of a tree that adds up; it is empty for a type whose
    accounts may be on either side of zero, where such a tree would prove nothing.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="totals")
    type = models.CharField("类型", max_length=60)
    unit = models.CharField("单位", max_length=60)
    side = models.CharField("方向", max_length=6)
    accounts = models.BigIntegerField("账户数")
    total = models.BigIntegerField("合计")
    root = models.CharField("合计根", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "日封合计"
        ordering: ClassVar = ["type", "unit"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "type", "unit", "side"], name="total_once")
        ]


class DayBalance(models.Model):
    """日终余额: what an account that moved since the last seal stood at when the day was sealed, in fen."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField("日期")
    posted = models.BigIntegerField("余额")

    class Meta:
        verbose_name = verbose_name_plural = "日终余额"
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "day"], name="day_balance_once")]
