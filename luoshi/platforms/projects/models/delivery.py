"""Who sees to a project, who went there, what was to be ready when, and how wrong forecasts were."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from luoshi.platforms.projects.models.project import Project
from luoshi.platforms.projects.rules.visiting import Verdict


class Team(models.Model):
    """领导包保工作专班: the leader's post in charge of a project and the department's, from a day to another.

    Posts answer, whoever holds them. A team ends on the day the next begins.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="teams", verbose_name="项目")
    leader = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+", verbose_name="包保领导岗位")
    department = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+", verbose_name="责任部门岗位")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)
    seq = models.PositiveIntegerField("事件序号")

    class Meta:
        verbose_name = "包保专班"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "seq"], name="team_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")), name="team_period"
            ),
        ]


class SiteVisit(models.Model):
    """现场走访: somebody of a post at the site on a day, what they found, and a picture with its verdict.

    ``metres`` is the picture's distance from the site, ``days`` how long after the visit it was taken; empty
    where one of the two is not known. The picture lies in the evidence as it came; what is published of it
    is written anew, without what the camera added.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits", verbose_name="项目")
    post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+", verbose_name="走访岗位")
    visited_on = models.DateField("走访日期")
    place = models.CharField("走访地点", max_length=300, blank=True)
    finding = models.TextField("发现")
    sha256 = models.CharField("照片指纹", max_length=64)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    longitude = models.FloatField("拍摄经度", null=True)
    latitude = models.FloatField("拍摄纬度", null=True)
    metres = models.PositiveIntegerField("距项目（米）", null=True)
    days = models.IntegerField("晚于走访（天）", null=True)
    verdict = models.CharField("照片核对", max_length=12, choices=[(one, one) for one in Verdict])
    seq = models.PositiveIntegerField("事件序号")

    class Meta:
        verbose_name = "现场走访"
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "seq"], name="visit_once")]
        indexes: ClassVar = [
            models.Index(fields=["project", "visited_on"], name="visit_by_day"),
            models.Index(fields=["sha256"], name="visit_by_picture"),
        ]


class NodePlan(models.Model):
    """节点计划: the nodes of a project as they were frozen; a change is a new version with its reason."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="node_plans", verbose_name="项目")
    version = models.PositiveIntegerField("版本")
    frozen_on = models.DateField("冻结日期")
    reason = models.TextField("变更理由", blank=True)
    current = models.BooleanField("现行", default=True)
    seq = models.PositiveIntegerField("事件序号")

    class Meta:
        verbose_name = "节点计划"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "version"], name="node_plan_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(current=True), name="node_plan_current"),
        ]


class Node(models.Model):
    """节点: what is to be ready by a day, its share of the whole in per cent, and when it was done.

    ``first_planned_on`` is the day in the version that first had it: lateness is told against both.
    """

    plan = models.ForeignKey(NodePlan, models.PROTECT, related_name="nodes", verbose_name="计划")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("名称", max_length=60)
    planned_on = models.DateField("计划日期")
    first_planned_on = models.DateField("首次计划日期")
    weight = models.PositiveSmallIntegerField("权重（%）")
    done_on = models.DateField("完成日期", null=True)
    done_seq = models.PositiveIntegerField("完成事件序号", null=True)

    class Meta:
        verbose_name = "节点"
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="node_once")]


class ForecastRatio(models.Model):
    """预测校准: what the time left turned out to be as shares of the forecast, for a band of progress.

    Read from ``n`` forecasts upon projects that are finished.
    """

    made_on = models.DateField("校准日期")
    band = models.PositiveSmallIntegerField("进度段")
    low = models.FloatField("下限")
    middle = models.FloatField("中位")
    high = models.FloatField("上限")
    n = models.PositiveIntegerField("预测数")

    class Meta:
        verbose_name = "预测校准"
        constraints: ClassVar = [models.UniqueConstraint(fields=["made_on", "band"], name="ratio_once")]
