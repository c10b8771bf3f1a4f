"""Nouns of judgement: what happened that a promise is about, and each light with what it rests on.

Both are only added to; the database refuses all else. A light of the past stays as it was.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.commitments.models.promises import Commitment


class HappeningKind(models.TextChoices):
    """事项进展: what may happen with a promised deed. A report of it is a claim, a check is none."""

    STARTED = "started", _("已启动")
    REPORTED = "reported", _("报送完成")
    VERIFIED = "verified", _("核验属实")
    REFUTED = "refuted", _("核验不属实")
    NODE = "node", _("到达节点")
    BREACH = "breach", _("发生不应发生的事")


class Happening(models.Model):
    """进展: something that happened with a commitment on a day, who says so and by what evidence."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="happenings")
    kind = models.CharField("类别", max_length=10, choices=HappeningKind.choices)
    on = models.DateField("日期")
    share = models.DecimalField("完成比重", max_digits=7, decimal_places=6, null=True)  # of a node, 0 to 1
    ref = models.TextField("依据")  # document number, record, what was seen
    evidence = models.CharField("材料指纹", max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="填报人"
    )
    post = models.CharField("岗位", max_length=80, blank=True)
    known_at = models.DateTimeField("知悉时间")
    key = models.CharField("幂等键", max_length=120, unique=True)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "进展"
        ordering: ClassVar = ["on", "pk"]


class Light(models.Model):
    """研判（亮灯）: one assessment of one target at the end of a day, with what was known at a moment.

    ``text`` is its canonical form: the same inputs and rule version give the same bytes. ``part`` names the
    target inside the commitment, "" a deed; ``adjusted`` marks the second line of a changed target.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="lights")
    part = models.CharField("目标", max_length=200, blank=True)
    adjusted = models.BooleanField("按调整后目标", default=False)
    on = models.DateField("截至")
    known_at = models.DateTimeField("知悉时间")
    rule = models.CharField("规则", max_length=40)
    rule_version = models.PositiveIntegerField("规则版本")
    state = models.CharField("分类", max_length=12)  # done on_pace behind far_behind unknown
    headline = models.CharField("结论", max_length=60)
    progress = models.CharField("进度", max_length=12)
    process = models.CharField("办理", max_length=16)
    verdict = models.CharField("结论代码", max_length=16, blank=True)
    actual = models.DecimalField("实际", max_digits=34, decimal_places=6, null=True)
    expected = models.DecimalField("应达", max_digits=34, decimal_places=6, null=True)
    share = models.DecimalField("完成比例", max_digits=20, decimal_places=6, null=True)
    disagrees = models.BooleanField("报送与记录不符", default=False)
    text = models.TextField("研判原文")
    simulated = models.BooleanField("模拟数据", default=False)
    recorded_at = models.DateTimeField("记录时间", db_default=Now())

    class Meta:
        verbose_name = "研判"
        ordering: ClassVar = ["on", "known_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "part", "adjusted", "on", "rule", "rule_version", "known_at"],
                name="light_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["on", "commitment"], name="light_by_day")]
