"""Nouns of figures from outside: a table that was brought in, and what it or a filing stated.

Both are only added to, the database refuses all else. What is corrected is a later observation.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from luoshi.kernel.measures.points import Status


class ImportBatch(models.Model):
    """导入批次: a table of figures brought in once, by whom. Named by the hash of the file."""

    sha256 = models.CharField("文件指纹", max_length=64)
    name = models.CharField("文件名", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name="导入人"
    )
    at = models.DateTimeField("时间")
    rows = models.PositiveIntegerField("新增观测值")
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "导入批次"
        ordering: ClassVar = ["at", "pk"]


class Observation(models.Model):
    """外部观测值: what was published or filed of an outside series for a period, as known from a moment on.

    ``known_at`` is when it was published, ``recorded_at`` when it came in here: a light of the past is
    computed again from what had been recorded then. Without ``org`` and ``place`` it is of the whole of the
    series. Missing: published as not available (SDMX M). Evidence is the hash of the filed document.
    """

    series = models.CharField("指标", max_length=80)
    org = models.CharField("单位路径", max_length=300, blank=True)
    place = models.CharField("行政区划代码", max_length=12, blank=True)
    start = models.DateField("期初")
    end = models.DateField("期末次日")
    value = models.DecimalField("数值", max_digits=34, decimal_places=6, null=True)
    numerator = models.DecimalField("分子", max_digits=34, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=34, decimal_places=6, null=True)
    cumulative = models.BooleanField("年初至今")
    status = models.CharField("状态", max_length=1, choices=[(s.value, s.name) for s in Status])
    known_at = models.DateTimeField("公布时间")
    recorded_at = models.DateTimeField("录入时间")
    source = models.CharField("来源", max_length=200)
    note = models.TextField("说明", blank=True)
    evidence = models.CharField("佐证指纹", max_length=64, blank=True)
    formula = models.ForeignKey("measures.Formula", models.PROTECT, related_name="+", verbose_name="口径")
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="observations", null=True, verbose_name="导入批次"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name="报送人"
    )
    simulated = models.BooleanField("模拟数据")

    class Meta:
        verbose_name = "外部观测值"
        ordering: ClassVar = ["series", "start", "end", "known_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "org", "place", "simulated", "start", "end", "known_at"],
                name="observation_once",
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="observation_period_not_empty"),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("recorded_at")), name="observation_known_before_recorded"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MISSING.value) | Q(value__isnull=True),
                name="observation_missing_has_no_value",
            ),
            models.CheckConstraint(
                condition=Q(simulated=True) | Q(batch__isnull=False) | ~Q(evidence=""),
                name="observation_comes_from_somewhere",
            ),
        ]
