"""The noun of the hotline beside the cases: the read model of a request."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models


class Request(models.Model):
    """工单: what the events of a request add up to, in columns that lists and figures read.

    Written by the acts themselves and never by hand: it can be written anew from the events.
    ``person`` is a keyed hash of the caller's number: it tells who asks again, not who asks. ``known`` tells
    whether a name, a number or a code is still kept; forgetting the caller empties all of them.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField("编号", max_length=60, unique=True)
    state = models.CharField("状态", max_length=40)
    channel = models.CharField("渠道", max_length=20)
    sort = models.CharField("诉求类型", max_length=20)
    category = models.CharField("诉求分类", max_length=12)
    limit = models.CharField("时限类别", max_length=20)
    locality = models.CharField("属地", max_length=60, blank=True)  # code of the street, town or district
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    path = models.TextField("主办单位路径")
    person = models.CharField("诉求人代码", max_length=32, null=True)  # noqa: DJ001  null: erased or anonymous
    follow = models.CharField("查询码指纹", max_length=64, null=True, unique=True)  # noqa: DJ001  null: has none
    known = models.BooleanField("留有个人信息", default=False)
    confidential = models.BooleanField("保密", default=False)
    public = models.BooleanField("公开", default=False)
    simulated = models.BooleanField("模拟数据", default=False)
    opened_at = models.DateTimeField("受理时间")
    dispatched_at = models.DateTimeField("首次派单", null=True)
    sent_at = models.DateTimeField("最近派单", null=True)
    contacted_at = models.DateTimeField("首次联系", null=True)
    answered_at = models.DateTimeField("最近答复", null=True)
    finished_at = models.DateTimeField("最近办结", null=True)
    due_at = models.DateTimeField("办结期限", null=True)
    late = models.BooleanField("曾逾期", default=False)
    contact_late = models.BooleanField("联系曾逾期", default=False)
    returns = models.PositiveSmallIntegerField("退单次数", default=0)
    redone = models.PositiveSmallIntegerField("重办次数", default=0)
    outcome = models.CharField("办理结果", max_length=20, blank=True)
    reached = models.BooleanField("回访接通", null=True)
    solved = models.BooleanField("回访已解决", null=True)
    satisfied = models.BooleanField("回访满意", null=True)
    excluded = models.BooleanField("剔除", default=False)
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeats", verbose_name="重复于"
    )
    moved_at = models.DateTimeField("最近办理")

    class Meta:
        verbose_name = "工单"
        indexes: ClassVar = [
            models.Index(fields=["opened_at"], name="request_by_opening"),
            models.Index(fields=["person", "opened_at"], name="request_by_person"),
            models.Index(fields=["category", "locality", "opened_at"], name="request_by_topic"),
            models.Index(fields=["state", "due_at"], name="request_by_state"),
            models.Index(fields=["moved_at"], name="request_by_move"),
            models.Index(fields=["moved_at"], name="request_known", condition=models.Q(known=True)),
            models.Index(OpClass("path", name="text_pattern_ops"), "opened_at", name="request_by_path"),
            models.Index(
                fields=["-opened_at"],
                name="request_published",
                condition=models.Q(public=True, confidential=False, longitude__isnull=False),
            ),
        ]
