"""Nouns of what many ask for at once: hot issues, what belongs to them, and days that stood out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from luoshi.platforms.hotline.models.request import Request


class HotIssueSet(models.QuerySet["HotIssue"]):
    """Hot issues, narrowed to those a page lists."""

    def listed(self) -> Self:
        """Keep those that live on under their own code."""
        return self.filter(into=None, ended=False)


class HotIssue(models.Model):
    """热点: what at least three persons asked for about one matter in one place.

    ``code`` stays while it grows. Where two turn out to be one, the one that is gone keeps its code and says
    ``into`` which it went; that one is never gone itself. ``ended``: nobody has spoken of it for longer than
    the city looks back. ``words`` are such as at least three persons used, so they tell of nobody; the same
    holds for the point on the map.
    """

    code = models.SlugField("热点编号", max_length=40, unique=True)
    cluster = models.BigIntegerField("聚类", unique=True)  # the request it began with
    words = models.JSONField("关键词", default=list)
    category = models.CharField("诉求分类", max_length=12)
    place = models.TextField("地点", blank=True)  # path of the organisation of the place
    representative = models.ForeignKey(
        Request, models.PROTECT, related_name="+", verbose_name="代表性诉求", db_index=False
    )
    messages = models.PositiveIntegerField("诉求数")
    persons = models.PositiveIntegerField("人数")
    first_at = models.DateTimeField("首次反映")
    last_at = models.DateTimeField("最近反映")
    heat = models.FloatField("热度")
    growth = models.IntegerField("增长")  # persons of the last seven days less those of the seven before
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    simulated = models.BooleanField("模拟数据", default=False)
    ended = models.BooleanField("已过去", default=False)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="gone", verbose_name="并入")
    topic = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="题目", db_index=False
    )

    objects = HotIssueSet.as_manager()

    class Meta:
        verbose_name = "热点"
        indexes: ClassVar = [
            models.Index(
                fields=["-heat"], name="hot_issue_by_heat", condition=models.Q(into=None, ended=False)
            )
        ]


class HotMember(models.Model):
    """热点成员: to which cluster a request belongs, be it alone in it. ``number`` is the order of filing."""

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True, related_name="clustered")
    cluster = models.BigIntegerField("聚类", db_index=True)
    number = models.PositiveBigIntegerField("次序", unique=True)

    class Meta:
        verbose_name = "热点成员"


class HotState(models.Model):
    """聚类状态: the one row of what must be kept between two sweeps.

    ``mark`` changes with every sweep that writes: a process whose clusters bear another mark reads them anew.
    ``spread`` tells in how many messages each term was, as it was when ``spread_filed`` had been filed; what
    came after is counted from the messages themselves.
    """

    mark = models.CharField("标记", max_length=32, default="")
    filed = models.PositiveBigIntegerField("已归入", default=0)
    issued = models.PositiveIntegerField("已编号", default=0)
    spread = models.BinaryField("词频", default=bytes)
    spread_filed = models.PositiveBigIntegerField("词频截止", default=0)
    cooled_at = models.DateTimeField("热度时间", null=True)

    class Meta:
        verbose_name = "聚类状态"


class HotSurge(models.Model):
    """突增: a day with more requests of a category in a district than chance explains, and what it was
    compared with: the same weekdays before it, the latest first.
    """

    on = models.DateField("日期")
    category = models.CharField("诉求分类", max_length=12)  # of the second level
    place = models.TextField("区县", blank=True)  # path of the district; empty: not said
    simulated = models.BooleanField("模拟数据", default=False)
    seen = models.PositiveIntegerField("当日件数")
    expected = models.FloatField("平均件数")
    chance = models.FloatField("偶然概率")
    compared = models.JSONField("对照", default=list)

    class Meta:
        verbose_name = "突增"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "category", "place", "simulated"], name="hot_surge_once")
        ]
