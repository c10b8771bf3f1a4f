"""Lists of projects, each with every version it had, and who stood on it month by month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.platforms.projects.models.project import Project


class ProjectList(models.Model):
    """项目清单: a saved question over the projects, of one of the four stages of the 2026 work report.

    What it asks stands in its versions, of which the latest holds.
    """

    key = models.SlugField("代码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=60)
    stage = models.CharField("阶段", max_length=12)  # planning | funds | building | statistics
    place = models.PositiveSmallIntegerField("次序")
    verified = models.BooleanField("已核", default=False)  # the name is the city's own

    class Meta:
        verbose_name = "项目清单"
        ordering: ClassVar = ["place", "key"]


class ListVersion(models.Model):
    """清单版本: what a list asked, showed and was ordered by from a moment on, and who made it so.

    Without anybody it came from the city's file. Never edited: a change is the next number.
    """

    list = models.ForeignKey(ProjectList, models.PROTECT, related_name="versions", verbose_name="清单")
    number = models.PositiveIntegerField("版本")
    filter = models.JSONField("条件")
    columns = models.JSONField("栏目")
    order = models.JSONField("排序")
    owner = models.CharField("责任单位", max_length=60)  # code of an organisation
    cycle = models.CharField("周期", max_length=8)  # month | quarter
    at = models.DateTimeField("时间")
    by = models.ForeignKey("orgs.Account", models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    why = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "清单版本"
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "number"], name="list_version_once")]


class ListMonth(models.Model):
    """清单月度快照: the list as it was kept once in a month, on the day named, by the version that held."""

    list = models.ForeignKey(ProjectList, models.PROTECT, related_name="months", verbose_name="清单")
    month = models.DateField("月份")  # its first day
    on = models.DateField("留存日")
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="+", verbose_name="版本")
    count = models.PositiveIntegerField("项目数")

    class Meta:
        verbose_name = "清单月度快照"
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "month"], name="list_month_once")]


class ListEntry(models.Model):
    """快照条目: a project that stood on a list when a month was kept, and where it stood.

    ``months`` counts the months kept in a row in which it stood on the list, this one included.
    """

    kept = models.ForeignKey(ListMonth, models.PROTECT, related_name="entries", verbose_name="快照")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="项目")
    state = models.CharField("环节", max_length=20)
    stage_since = models.DateField("进入现环节日期")
    planned = models.BigIntegerField("计划总投资（分）")
    secured = models.BigIntegerField("已落实资金（分）")
    invested = models.BigIntegerField("累计完成投资（分）")
    physical = models.PositiveIntegerField("形象进度（万分比）")
    months = models.PositiveIntegerField("连续在列月数")

    class Meta:
        verbose_name = "快照条目"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kept", "project"], name="list_entry_once")]
