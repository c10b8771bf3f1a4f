"""Nouns of the questions the public puts: where they are gathered, and how those concerned judge the answer.

The question itself (题目) is a case. Nothing here names a person in clear.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

_ACCOUNT = settings.AUTH_USER_MODEL


class Round(models.Model):
    """点题征集批次: a span of days in which anybody may say what a department should answer for."""

    slug = models.SlugField("地址", max_length=60, unique=True)
    title = models.CharField("名称", max_length=120)
    about = models.TextField("征集什么")
    opens_on = models.DateField("开始")
    closes_on = models.DateField("截止")  # the last day
    organiser = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="+", verbose_name="组织单位"
    )
    opened_by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="发起人", db_index=False
    )
    opened_at = models.DateTimeField("发起时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "征集批次"
        ordering: ClassVar = ["-opens_on", "-pk"]


class Opinion(models.Model):
    """征集意见: what somebody said in a round, and the question it became part of, or why of none.

    ``contact`` is sealed as private values of cases are; ``person`` is a keyed hash of it, which tells who
    speaks twice, not who speaks. Both go once the time for keeping them is over.
    """

    class Channel(models.TextChoices):
        """How it came in."""

        PAGE = "page", "网页"
        SCAN = "scan", "扫码"
        VISIT = "visit", "走访"

    round = models.ForeignKey(Round, models.PROTECT, related_name="opinions", verbose_name="批次")
    text = models.TextField("意见")
    place = models.CharField("属地", max_length=60, blank=True)  # code of the street, town or district
    channel = models.CharField("来源", max_length=5, choices=Channel.choices)
    at = models.DateTimeField("时间")
    contact = models.TextField("联系电话密文", null=True)  # noqa: DJ001  null: none was left, or it is forgotten
    person = models.CharField("诉求人代码", max_length=32, null=True)  # noqa: DJ001  null: as above
    key = models.CharField("幂等键", max_length=80, unique=True)
    topic = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="列入的题目"
    )
    aside = models.CharField("不列入的理由", max_length=500, blank=True)
    sorted_at = models.DateTimeField("梳理时间", null=True)
    sorted_by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="梳理人", db_index=False
    )
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "征集意见"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(topic=None) | models.Q(aside=""), name="opinion_in_or_aside"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "sorted_at", "at"], name="opinion_by_round"),
            models.Index(fields=["at"], name="opinion_known", condition=models.Q(contact__isnull=False)),
        ]


class ContactSeen(models.Model):
    """查看记录: who looked at the number an opinion came with, when and why. Only added to."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="seen", verbose_name="意见")
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+", verbose_name="查看人", db_index=False)
    at = models.DateTimeField("时间")
    reason = models.CharField("理由", max_length=500)

    class Meta:
        verbose_name = "意见联系电话查看记录"
        ordering: ClassVar = ["at", "pk"]


class Survey(models.Model):
    """社会评价抽样: a random sample of those a question concerns, drawn once after each report of completion.

    ``seed`` is taken from the hash of that report in the question's chain, so that nobody chooses it;
    ``listed`` is the hash of the sorted list that was drawn from. Whoever has the list can repeat the draw.
    """

    topic = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name="题目")
    delivery = models.PositiveIntegerField("报告完成的步序")
    population = models.PositiveIntegerField("总体人数")
    made = models.CharField("总体的构成", max_length=300)
    members = models.JSONField("名单")  # "opinion:12", "request:…": it names nobody
    listed = models.CharField("名单指纹", max_length=64)
    size = models.PositiveIntegerField("样本人数")
    seed = models.CharField("抽样种子", max_length=64)
    drawn_at = models.DateTimeField("抽样时间")
    drawn_by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="抽样人", db_index=False
    )
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "社会评价抽样"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "delivery"], name="survey_once_a_delivery")
        ]


class Sampled(models.Model):
    """样本: one person who was drawn, by the request or the opinion through which they are known."""

    class Answer(models.TextChoices):
        """What came of asking them."""

        PLEASED = "pleased", "满意"
        NOT = "not", "不满意"
        NONE = "none", "未应答"

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="sample", verbose_name="抽样", db_index=False
    )
    place = models.PositiveIntegerField("抽中次序")
    request = models.ForeignKey(
        "hotline.Request", models.PROTECT, null=True, related_name="+", verbose_name="工单"
    )
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, related_name="+", verbose_name="意见")
    answer = models.CharField("评价", max_length=7, choices=Answer.choices, blank=True)
    asked_at = models.DateTimeField("询问时间", null=True)
    asked_by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="记录人", db_index=False
    )

    class Meta:
        verbose_name = "样本"
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "place"], name="sampled_once"),
            models.CheckConstraint(
                condition=models.Q(request=None, opinion__isnull=False)
                | models.Q(request__isnull=False, opinion=None),
                name="sampled_through_one",
            ),
        ]
