"""How many requests came in, by day and by what they are: a roll-up of the read model."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DayCount(models.Model):
    """日统计: how many requests of one kind came in on one local day.

    Written by the sweep alone, a whole day at a time, from ``Request``; never by hand. What somebody
    asked for or who asked is not in it.
    """

    day = models.DateField("受理日期")
    channel = models.CharField("渠道", max_length=20)
    category = models.CharField("诉求分类", max_length=12)  # of the lowest level; those above begin it
    district = models.CharField("区县", max_length=6, blank=True)  # 行政区划代码, empty for the whole city
    unit = models.CharField("主办单位", max_length=60)
    outcome = models.CharField("结果", max_length=20)  # of the answer, or open, declined, merged
    simulated = models.BooleanField("模拟数据")
    requests = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = "日统计"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "channel", "category", "district", "unit", "outcome", "simulated"],
                include=["requests"],
                name="day_count_once",
            )
        ]


class DayMark(models.Model):
    """统计进度: up to which event the days are counted. There is one row.

    Events are numbered as they are written and seen as they are committed: what came in shortly before the
    last count is counted again with the next (``settled`` is the number from which on).
    """

    settled = models.BigIntegerField("已定事件", default=0)
    seen = models.BigIntegerField("已见事件", default=0)
    seen_at = models.DateTimeField("计算时间", null=True)

    class Meta:
        verbose_name = "统计进度"
