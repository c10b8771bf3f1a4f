"""A lead as lists and figures read it, and the agreements signed under it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q


class Lead(models.Model):
    """招商线索: what the acts upon a lead add up to, in columns that lists and figures read.

    Written by the acts themselves and never by hand. Money is whole fen. ``unit`` is the district or
    department that brings the investor in, ``project`` the number of the matter on the projects platform,
    ``node`` that of the chain map. It has stood at its stage since ``stage_since``.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField("编号", max_length=60, unique=True)
    name = models.CharField("线索名称", max_length=300)
    state = models.CharField("环节", max_length=20)
    unit = models.CharField("招引单位", max_length=60, blank=True)
    path = models.CharField("招引单位路径", max_length=300)
    investor = models.CharField("投资企业", max_length=120)
    investor_uscc = models.CharField("投资企业统一社会信用代码", max_length=18, blank=True)
    company = models.ForeignKey(
        "investment.Firm", models.PROTECT, null=True, related_name="leads", verbose_name="项目企业"
    )
    node = models.CharField("产业链环节", max_length=60, blank=True)
    project = models.CharField("项目编号", max_length=60, blank=True)
    survey_code = models.CharField("统计调查单位代码", max_length=60, blank=True)
    intended = models.BigIntegerField("意向投资（分）")
    contracted = models.BigIntegerField("合同金额（分）", default=0)
    found_on = models.DateField("登记日期")
    signed_on = models.DateField("签约日期", null=True)
    registered_on = models.DateField("注册日期", null=True)
    started_on = models.DateField("开工日期", null=True)
    counted_on = models.DateField("入统日期", null=True)
    producing_on = models.DateField("投产日期", null=True)
    stage_since = models.DateField("进入现环节日期")
    simulated = models.BooleanField("模拟数据", default=False)
    moved_at = models.DateTimeField("最近办理")

    class Meta:
        verbose_name = "招商线索"
        indexes: ClassVar = [
            models.Index(fields=["state", "stage_since"], name="lead_by_state"),
            models.Index(OpClass("path", name="text_pattern_ops"), "state", name="lead_by_path"),
        ]


class Agreement(models.Model):
    """投资合同: one contract of a lead. A second phase stands under the first as its ``parent``."""

    class Kind(models.TextChoices):
        """种类."""

        FIRST = "first", "投资合同"
        PHASE = "phase", "二期合同"

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="agreements", verbose_name="招商线索")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="phases", verbose_name="原合同"
    )
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    number = models.CharField("合同编号", max_length=80)
    amount = models.BigIntegerField("合同金额（分）")
    signed_on = models.DateField("签订日期")

    class Meta:
        verbose_name = "投资合同"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "number"], name="agreement_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agreement_under_another"),
        ]
