"""Nouns of the promise: a report, an edition of its text, the figures read, commitments and their history."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Half(models.TextChoices):
    """What a passage speaks of: 回顾, 部署, 远景, 背景."""

    REVIEW = "review", _("回顾")
    PLAN = "plan", _("部署")
    OUTLOOK = "outlook", _("远景")
    BACKGROUND = "background", _("背景")


class Kind(models.TextChoices):
    """可核验等级: how a reader could tell whether the promise was kept."""

    QUANTIFIED = "quantified", _("有数值")
    MILESTONE = "milestone", _("有节点")
    DOCUMENT = "document", _("有文件")
    DIRECTIONAL = "directional", _("有方向")


class Strength(models.TextChoices):
    """约束程度: how firmly the report binds itself."""

    BINDING = "binding", _("约束性")
    EXPECTED = "expected", _("预期性")
    ASPIRATIONAL = "aspirational", _("力争")
    DIRECTIONAL = "directional", _("方向性")


class AnchorStatus(models.TextChoices):
    """Whether the quoted words still stand where the anchor says."""

    OK = "ok", _("位置吻合")
    DRIFTED = "drifted", _("位置已移动")
    ORPHAN = "orphan", _("原文已找不到")


class Action(models.TextChoices):
    """What an adoption did to a commitment."""

    ADOPTED = "adopted", "采纳"
    CHANGED = "changed", "更改"
    MOVED = "moved", "位置移动"
    RESTORED = "restored", "恢复"
    WITHDRAWN = "withdrawn", "移出"


class ReviewStatus(models.TextChoices):
    """审阅状态: whether a person has looked at the commitment. Rejected entries never reach the database."""

    DRAFT = "draft", _("待审阅")
    CONFIRMED = "confirmed", _("已确认")
    CORRECTED = "corrected", _("已更正")


class Report(models.Model):
    """政府工作报告: what a government told its people's congress, for one place and one plan year."""

    slug = models.SlugField("名称", max_length=100, unique=True, allow_unicode=True)
    place = models.CharField("地方", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=200)
    # The edition loaded last, which need not be the one made last: a re-issue may be taken back.
    current = models.ForeignKey(
        "Edition", models.SET_NULL, null=True, related_name="+", verbose_name="现行版本"
    )

    class Meta:
        verbose_name = "政府工作报告"
        ordering: ClassVar = ["place", "year"]


class Edition(models.Model):
    """版本: one text of a report as it was read. A re-issued text or another reading is a new edition.

    None is ever edited; the database refuses it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    sha256 = models.CharField("文本指纹", max_length=64)
    text = models.TextField("文本")
    source = models.JSONField("来源")
    reader = models.CharField("读取程序版本", max_length=40)
    fingerprint = models.CharField("读取结果指纹", max_length=64)  # of all that was read, the text included
    read_at = models.DateTimeField("读取时间")
    sections = models.JSONField("章节")
    sentences = models.JSONField("语句")
    excluded = models.JSONField("不计数字")
    milestones = models.JSONField("节点")
    unfigured = models.JSONField("无数值承诺")
    commitments = models.JSONField("读出的承诺")
    defects = models.JSONField("文字疑点")
    checks = models.JSONField("内容疑问")
    coverage = models.JSONField("覆盖")

    class Meta:
        verbose_name = "版本"
        get_latest_by = "read_at"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "fingerprint"], name="edition_once")
        ]


class Target(models.Model):
    """One figure, its words and its value multiplied out: 1.6万 is 16000. A range has ``high``."""

    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    value = models.DecimalField("数值", max_digits=30, decimal_places=6)
    high = models.DecimalField("上限", max_digits=30, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=60, blank=True)
    cmp = models.CharField("比较方式", max_length=10)
    form = models.CharField("形式", max_length=10)
    sign = models.CharField("方向", max_length=1)
    half = models.CharField("部分", max_length=12, choices=Half.choices)
    indicator = models.TextField("指标")
    period = models.CharField("时期", max_length=20, null=True)  # noqa: DJ001  null: the text does not tell
    wording = models.TextField("比较用语", blank=True)

    class Meta:
        abstract = True


class Figure(Target):
    """数字: one quantity of an edition, as read by the program."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figures")
    ref = models.CharField("编号", max_length=20)
    sentence = models.CharField("语句", max_length=12)
    section = models.CharField("章节", max_length=120, blank=True)
    baseline = models.CharField("基期", max_length=20, blank=True)
    share_of = models.CharField("其中", max_length=20, blank=True)
    group = models.CharField("分别", max_length=20, blank=True)
    flags = models.JSONField("标记", default=list)
    duplicate_of = models.CharField("重复于", max_length=20, blank=True)

    class Meta:
        verbose_name = "数字"
        ordering: ClassVar = ["edition", "start"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "ref"], name="figure_ref_once")]
        indexes: ClassVar = [models.Index(fields=["indicator"])]


class Commitment(models.Model):
    """承诺事项: a promise a reader could check, in the words of its report. ``review`` says who has looked.

    The anchor points into the text of ``edition``. Where ``anchor`` is ``orphan`` the words no longer
    stand in the current text, so nothing of it may be highlighted there.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="commitments")
    code = models.CharField("编号", max_length=12)  # "2026-017"
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("可核验等级", max_length=12, choices=Kind.choices)
    strength = models.CharField("约束程度", max_length=12, choices=Strength.choices)
    half = models.CharField("部分", max_length=12, choices=Half.choices)
    livelihood = models.PositiveSmallIntegerField("民生实事", null=True)
    section = models.CharField("章节", max_length=120, blank=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="anchored", verbose_name="锚定版本")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    prefix = models.CharField("前文", max_length=64, blank=True)
    suffix = models.CharField("后文", max_length=64, blank=True)
    anchor = models.CharField("锚点", max_length=8, choices=AnchorStatus.choices, default=AnchorStatus.OK)
    entities = models.JSONField("专名", default=list)
    review = models.CharField("审阅", max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.DRAFT)
    note = models.TextField("审阅说明", blank=True)
    withdrawn = models.BooleanField("已移出", default=False)  # no longer in the reviewed file; history stays
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "承诺事项"
        ordering: ClassVar = ["report", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "code"], name="commitment_code_once")
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="commitment_search")]


class CommitmentTarget(Target):
    """目标值: one figure a commitment promises."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="targets")

    class Meta:
        verbose_name = "目标值"
        ordering: ClassVar = ["start"]


class CommitmentDeed(models.Model):
    """节点: one deed a commitment promises, checkable without a figure."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="deeds")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    verb = models.CharField("动词", max_length=60, blank=True)
    object = models.TextField("对象", blank=True)
    kind = models.CharField("类别", max_length=10)

    class Meta:
        verbose_name = "节点"
        ordering: ClassVar = ["start"]


class Revision(models.Model):
    """变更记录: what an adoption changed in a commitment. Only added to; the database refuses all else."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    action = models.CharField("动作", max_length=12, choices=Action.choices)
    changes = models.JSONField("变更")  # {field: [old, new]}
    file_sha256 = models.CharField("审阅文件指纹", max_length=64)

    class Meta:
        verbose_name = "变更记录"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="revision_once")
        ]
