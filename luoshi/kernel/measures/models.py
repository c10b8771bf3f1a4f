"""Nouns of figures: the wording a measure had, a run that took it, and the readings that came of it.

All three are only added to; the database refuses all else. What is corrected is a later reading.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.kernel.measures.engines import ENGINES
from luoshi.kernel.measures.outside.models import ImportBatch, Observation  # noqa: F401  Django looks here
from luoshi.kernel.measures.points import Status


class Formula(models.Model):
    """口径: the file of a measure as it was when readings were taken by it, by its hash."""

    sha256 = models.CharField("指纹", max_length=64, primary_key=True)
    measure = models.CharField("指标", max_length=80)
    text = models.TextField("定义")

    class Meta:
        verbose_name = "口径"


class Run(models.Model):
    """计算批次: a measure taken once, by which definition, on which day's account. A PROV Activity."""

    measure = models.CharField("指标", max_length=80)
    formula = models.ForeignKey(Formula, models.PROTECT, related_name="runs", verbose_name="口径")
    engine = models.CharField("引擎", max_length=10, choices=[(name, name) for name in ENGINES])
    on = models.DateField("截至")  # records later than the day were left out
    at = models.DateTimeField("时间")
    rows = models.PositiveBigIntegerField("记录数")  # contributing to the whole
    readings = models.PositiveIntegerField("读数")  # that differed from what was known

    class Meta:
        verbose_name = "计算批次"
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["measure", "at"], name="run_by_measure")]


class Reading(models.Model):
    """观测值: what a measure came to for one organisation or place and one period, as known from a moment on.

    Both names empty: the whole. Without a value there was nothing to count (无业务量), or, where it is
    missing, records that were counted before are no longer there. An SDMX observation with its vintage.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="计算批次")
    measure = models.CharField("指标", max_length=80)
    org = models.CharField("单位路径", max_length=300, blank=True)
    place = models.CharField("行政区划代码", max_length=12, blank=True)
    start = models.DateField("期初")
    end = models.DateField("期末次日")
    value = models.DecimalField("数值", max_digits=34, decimal_places=6, null=True)
    numerator = models.DecimalField("分子", max_digits=34, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=34, decimal_places=6, null=True)
    rows = models.PositiveBigIntegerField("记录数")
    expected = models.PositiveSmallIntegerField("应报月数", null=True)
    arrived = models.PositiveSmallIntegerField("已报月数", null=True)
    known_at = models.DateTimeField("知悉时间")
    status = models.CharField("状态", max_length=1, choices=[(s.value, s.name) for s in Status])
    simulated = models.BooleanField("模拟数据")

    class Meta:
        verbose_name = "观测值"
        ordering: ClassVar = ["start", "end", "known_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "org", "place", "simulated", "start", "end", "known_at"],
                name="reading_once",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="reading_period_not_empty"
            ),
        ]
