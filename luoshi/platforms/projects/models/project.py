"""A project as lists and figures read it, its permits, and what was built of it month by month."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models


class Project(models.Model):
    """项目: what the acts upon a project add up to, in columns that lists, figures and maps read.

    Written by the acts themselves and never by hand. Money is whole fen. ``code`` is the matter's number,
    ``national_code`` that of the 全国投资项目在线审批监管平台 (政府投资条例 第十条). A stall is counted from
    the day it came to its state, ``stage_since``.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField("编号", max_length=60, unique=True)
    national_code = models.CharField("项目代码", max_length=30, blank=True)
    name = models.CharField("项目名称", max_length=300)
    state = models.CharField("环节", max_length=20)
    nature = models.CharField("投资性质", max_length=12)  # government | enterprise
    sort = models.CharField("项目类别", max_length=16)
    key_industry = models.CharField("重点产业", max_length=30, blank=True)
    industry = models.CharField("国民经济行业代码", max_length=4, blank=True)  # GB/T 4754-2017
    locality = models.CharField("属地", max_length=60, blank=True)  # code of the district, town or street
    path = models.CharField("责任单位路径", max_length=300)
    developer = models.CharField("项目单位", max_length=120, blank=True)
    developer_uscc = models.CharField("项目单位统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("建设地点", max_length=300, blank=True)
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    planned = models.BigIntegerField("计划总投资（分）")
    estimate = models.BigIntegerField("可研估算（分）", null=True)
    budget = models.BigIntegerField("初设概算（分）", null=True)
    secured = models.BigIntegerField("已落实资金（分）", default=0)
    invested = models.BigIntegerField("累计完成投资（分）", default=0)
    physical = models.PositiveIntegerField("形象进度（万分比）", default=0)
    final_cost = models.BigIntegerField("决算（分）", null=True)
    horizon = models.CharField("储备期", max_length=8, blank=True)  # five | three | one
    plans_start_on = models.DateField("计划开工", null=True)
    plans_finish_on = models.DateField("计划竣工", null=True)
    proposed_on = models.DateField("谋划日期")
    reserved_on = models.DateField("入储备库日期", null=True)
    approved_on = models.DateField("立项（备案、核准）日期", null=True)
    funded_on = models.DateField("资金落实日期", null=True)
    started_on = models.DateField("开工日期", null=True)
    suspended_on = models.DateField("停工日期", null=True)  # empty again once resumed
    resumed_on = models.DateField("最近复工日期", null=True)
    finished_on = models.DateField("竣工验收日期", null=True)
    library_on = models.DateField("入库日期", null=True)
    statistics_on = models.DateField("入统日期", null=True)
    stage_since = models.DateField("进入现环节日期")
    reported_on = models.DateField("最近报送月份", null=True)  # first day of the month
    livelihood = models.BooleanField("民生项目", default=False)
    public = models.BooleanField("公开", default=False)
    major = models.BooleanField("重大项目", default=False)
    simulated = models.BooleanField("模拟数据", default=False)
    moved_at = models.DateTimeField("最近办理")

    class Meta:
        verbose_name = "项目"
        indexes: ClassVar = [
            models.Index(fields=["state", "-planned"], name="project_by_state"),
            models.Index(fields=["locality", "state"], name="project_by_place"),
            models.Index(fields=["-planned", "case"], name="project_by_size"),
            models.Index(OpClass("path", name="text_pattern_ops"), "state", name="project_by_path"),
            models.Index(fields=["national_code"], name="project_by_national"),
        ]


class Permit(models.Model):
    """许可: one of the papers that a project needs before it starts; several run side by side."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="permits", verbose_name="项目")
    kind = models.CharField("种类", max_length=16)
    number = models.CharField("文号", max_length=80)
    decided_on = models.DateField("批准日期")
    seq = models.PositiveIntegerField("事件序号")

    class Meta:
        verbose_name = "许可"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="permit_once")
        ]


class Progress(models.Model):
    """月度进度: what was invested in a month and how far the works stood at its end, as reported.

    A later report of the same month stands beside the earlier; the latest ``seq`` counts.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress", verbose_name="项目")
    month = models.DateField("月份")  # its first day
    invested = models.BigIntegerField("本月完成投资（分）")
    physical = models.PositiveIntegerField("月末形象进度（万分比）")
    seq = models.PositiveIntegerField("事件序号")

    class Meta:
        verbose_name = "月度进度"
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "seq"], name="progress_once")]
        indexes: ClassVar = [models.Index(fields=["project", "month", "seq"], name="progress_by_month")]
