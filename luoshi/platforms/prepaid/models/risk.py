"""What early warning found, shop by shop and day by day. Rows are added and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Risk(models.Model):
    """风险研判: how a shop stood on a day, written when its level or its findings changed.

    The latest row of a shop is where it stands. ``findings`` are the signals that answered, each with the
    sentence it stands on. ``case`` is the matter that an alarm opened or was added to.
    """

    class Level(models.TextChoices):
        """等级."""

        NONE = "none", "无"
        WATCH = "watch", "关注"
        ALARM = "alarm", "预警"

    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="risks", verbose_name="门店")
    on = models.DateField("研判日期")
    level = models.CharField("等级", max_length=5, choices=Level.choices)
    findings = models.JSONField("依据")
    owed = models.BigIntegerField("预收余额")
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="核查事项"
    )
    known_at = models.DateTimeField("研判时间")

    class Meta:
        verbose_name = "风险研判"
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop", "on"], name="risk_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["level", "on"], name="risk_by_level")]


class RiskDay(models.Model):
    """风险研判日: that all shops were looked at on a day, and what came of it."""

    on = models.DateField("研判日期", unique=True)
    shops = models.PositiveIntegerField("门店数")
    watched = models.PositiveIntegerField("关注")
    alarms = models.PositiveIntegerField("预警")
    known_at = models.DateTimeField("研判时间")

    class Meta:
        verbose_name = "风险研判日"
