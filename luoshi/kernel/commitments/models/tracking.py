"""Nouns of tracking: what a commitment is measured by and by when, who answers, and what was changed since.

Versions and changes are only added to; the database refuses all else. What holds on a day is the latest
version valid from that day or before.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.commitments.models.promises import Commitment
from luoshi.kernel.orgs.models import Organisation, Post


class Origin(models.TextChoices):
    """从何而来: what made a version. A change by due procedure never becomes the original."""

    REVIEW = "review", _("审阅文件")
    DECOMPOSITION = "decomposition", _("任务分解")
    CHANGE = "change", _("目标调整")


class Part(models.TextChoices):
    """责任分工: leading, responsible or supporting. The first unit a document lists is the lead."""

    LEAD = "lead", _("牵头")
    RESPONSIBLE = "responsible", _("责任")
    SUPPORT = "support", _("配合")


class Source(models.TextChoices):
    """分工依据: who says so. A suggestion is the program's or a reviewer's and awaits confirmation."""

    SUGGESTION = "suggestion", _("建议")
    DECOMPOSITION = "decomposition", _("任务分解方案")
    DECISION = "decision", _("决定")


class Lack(models.TextChoices):
    """缺什么: which of the four things one needs to judge a promise is missing."""

    METRIC = "metric", _("缺指标")
    BASELINE = "baseline", _("缺基期值")
    START = "start", _("缺起止时间")
    DEFINITION = "definition", _("缺口径")


class Version(models.Model):
    """A version of what tracks a commitment: added, never edited."""

    commitment: models.ForeignKey[Commitment, Commitment]
    version = models.PositiveIntegerField("版次")
    origin = models.CharField("来源", max_length=14, choices=Origin.choices, default=Origin.REVIEW)
    valid_from = models.DateField("起始日")
    recorded_at = models.DateTimeField("记录时间")
    withdrawn = models.BooleanField("已移出", default=False)
    headline = models.BooleanField("主要目标", default=False)
    lacks = models.JSONField("缺什么", default=list)  # keys of Lack
    note = models.TextField("说明", blank=True)
    file_sha256 = models.CharField("跟踪文件指纹", max_length=64, blank=True)  # blank: not from the file

    class Meta:
        abstract = True


class TargetPlan(Version):
    """目标安排: by which series, until when and along which course one target is tracked.

    ``quote`` names the target inside its commitment, the ``nth`` of those words; it moves with its anchor.
    ``value`` and ``high`` are empty where the report's own figure holds; a change by due procedure sets them.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="plans")
    quote = models.TextField("原文")
    nth = models.PositiveSmallIntegerField("第几处", default=1)
    series = models.CharField("数据系列", max_length=80)
    kind = models.CharField("口径类型", max_length=12)
    direction = models.CharField("方向", max_length=5)
    deadline = models.DateField("完成时限")
    deadline_from = models.CharField("时限依据", max_length=14)  # period, text, decomposition or change
    period = models.CharField("时期", max_length=20)
    comparator = models.CharField("比较方式", max_length=14, blank=True)  # blank: as printed
    form = models.CharField("形式", max_length=10, blank=True)
    unit = models.CharField("单位", max_length=60, blank=True)
    value = models.DecimalField("调整后数值", max_digits=30, decimal_places=6, null=True)
    high = models.DecimalField("调整后上限", max_digits=30, decimal_places=6, null=True)
    baseline_value = models.DecimalField("基期值", max_digits=30, decimal_places=6, null=True)
    baseline_period = models.CharField("基期", max_length=20, blank=True)
    baseline_quote = models.TextField("基期原文", blank=True)
    reference = models.CharField("参照系列", max_length=80, blank=True)
    universe = models.TextField("范围", blank=True)
    trajectory = models.JSONField("进度曲线")  # frozen: course, nodes, start, interpolate

    class Meta:
        verbose_name = "目标安排"
        ordering: ClassVar = ["commitment", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "quote", "nth", "version"], name="plan_version_once"
            )
        ]


class Check(Version):
    """核验安排: what would prove a deed without a figure, or that what was built is in use (建成不是在用)."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="checks")
    kind = models.CharField("类别", max_length=10)
    evidence = models.TextField("佐证")
    still_in_use = models.BooleanField("须核在用", default=False)
    deadline = models.DateField("完成时限")
    deadline_from = models.CharField("时限依据", max_length=14)

    class Meta:
        verbose_name = "核验安排"
        ordering: ClassVar = ["commitment", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "version"], name="check_version_once")
        ]


class Untracked(Version):
    """无法核验: why a commitment has neither a series nor a check, and which of the four is missing."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="untracked")
    reason = models.TextField("原因")

    class Meta:
        verbose_name = "无法核验的原因"
        ordering: ClassVar = ["commitment", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "version"], name="untracked_version_once")
        ]


class Decomposition(models.Model):
    """任务分解方案: the document that says who does what by when, kept as it came, by its hash."""

    sha256 = models.CharField("指纹", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    content = models.BinaryField("内容")
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "任务分解方案"
        ordering: ClassVar = ["at", "pk"]


class DecompositionRow(models.Model):
    """分解任务: one row of the document in its own words, with its number there, which is its anchor."""

    document = models.ForeignKey(Decomposition, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("行号")
    task = models.TextField("任务")
    units = models.TextField("责任单位", blank=True)
    limit = models.TextField("完成时限", blank=True)
    deadline = models.DateField("期限", null=True)  # empty: 长期, or not understood
    commitments = models.ManyToManyField(Commitment, related_name="tasks", verbose_name="对应的承诺")
    problems = models.JSONField("未能落位", default=list)

    class Meta:
        verbose_name = "分解任务"
        ordering: ClassVar = ["document", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="task_row_once")]


class ResponsibilitySet(models.QuerySet["Responsibility"]):
    """Responsibilities, narrowed by day."""

    def in_force(self, on: date) -> Self:
        """Keep those that run on the day."""
        return self.filter(Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Responsibility(models.Model):
    """责任分工: an organisation answering for a commitment from a day up to another.

    It binds the organisation and so its posts (责任岗位), or one of them that is named, never a person. A
    merger does not touch it: who answers on a day follows from the organisation's successors. Only its end
    may be set, once.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="机构")
    part = models.CharField("分工", max_length=12, choices=Part.choices)
    source = models.CharField("依据", max_length=14, choices=Source.choices)
    row = models.ForeignKey(DecompositionRow, models.PROTECT, null=True, related_name="responsibilities")
    cites = models.CharField("依据文件", max_length=200, blank=True)  # of a decision: its number and date
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name="责任岗位"
    )  # empty: whichever post of the organisation does the work
    confirmed = models.BooleanField("已确认", default=False)
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)
    recorded_at = models.DateTimeField("记录时间")

    objects: ClassVar[models.Manager[Responsibility]] = ResponsibilitySet.as_manager()

    class Meta:
        verbose_name = "责任分工"
        ordering: ClassVar = ["commitment", "part", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="responsibility_period",
            ),
            models.UniqueConstraint(
                fields=["commitment", "organisation", "part"],
                condition=Q(valid_to__isnull=True),
                name="responsibility_once",
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(valid_to__isnull=True, part="lead"), name="one_lead"
            ),
        ]


class ChangeRecord(models.Model):
    """目标调整: what was changed from what to what, why, by whom and who approved it. Only added to."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="changes")
    plan = models.ForeignKey(TargetPlan, models.PROTECT, null=True, related_name="+", verbose_name="新版")
    what = models.CharField("变更内容", max_length=20)  # target, check, untracked or responsibility
    origin = models.CharField("来源", max_length=14, choices=Origin.choices)
    quote = models.TextField("原文", blank=True)
    changes: Any = models.JSONField("变更")  # {field: [old, new]}
    reason = models.TextField("原因")
    who = models.CharField("经办", max_length=120)
    approved_by = models.CharField("批准", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "目标调整记录"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(origin="change") | ~Q(approved_by=""), name="change_is_approved"
            )
        ]
