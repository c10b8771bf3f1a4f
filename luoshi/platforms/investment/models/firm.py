"""A firm: an investor, a local producer, or a candidate outside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Firm(models.Model):
    """企业: a legal person under one unified social credit code (GB 32100-2015), with its parent.

    ``local`` tells whether it is registered in the city; ``place`` is the code of its seat's division (GB/T
    2260).
    """

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="控股企业"
    )
    industry = models.CharField("国民经济行业代码", max_length=4, blank=True)  # GB/T 4754-2017
    place = models.CharField("所在地区划代码", max_length=12, blank=True)
    local = models.BooleanField("本市企业", default=False)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "企业"
        indexes: ClassVar = [
            models.Index(fields=["name"], name="firm_by_name"),
            models.Index(fields=["industry", "local"], name="firm_by_industry"),
        ]
