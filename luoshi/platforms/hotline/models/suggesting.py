"""What suggestions rest on, and what became of each: models trained, counts learnt, suggestions made."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class ClassifierVersion(models.Model):
    """分类模型: trained on the city's own closed requests and never changed. One of them is in use.

    ``version`` is the fingerprint of all that it says, ``sha256`` that of its file in the state folder.
    """

    version = models.CharField("版本", max_length=12, unique=True)
    sha256 = models.CharField("文件指纹", max_length=64)
    trained_at = models.DateTimeField("训练时间")
    rows = models.PositiveIntegerField("训练工单数")
    classes = models.PositiveSmallIntegerField("大类数")
    macro_f1 = models.FloatField("宏平均F1")  # on held-out folds, as are the figures below
    accuracy = models.FloatField("准确率")
    within = models.FloatField("前三位命中率")
    abstained = models.FloatField("不作建议比例")
    accuracy_kept = models.FloatField("作出建议的准确率")
    simulated = models.BooleanField("含模拟数据", default=False)
    active = models.BooleanField("在用", default=False)

    class Meta:
        verbose_name = "分类模型"
        ordering: ClassVar = ["-trained_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["active"], condition=models.Q(active=True), name="one_classifier_in_use"
            )
        ]


class DispatchCount(models.Model):
    """派单统计: how many finished requests of a category and place a unit had in the end.

    Kept for every level of both: an empty place is the whole city. Counted anew, never corrected.
    """

    category = models.CharField("诉求分类", max_length=12)
    place = models.CharField("行政区划代码", max_length=12, blank=True)
    unit = models.CharField("单位", max_length=60)
    count = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = "派单统计"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "place", "unit"], name="dispatch_count_once")
        ]


class Bigram(models.Model):
    """字对频次: in how many requests two neighbouring signs occur. May be a day old.

    The empty word counts the requests themselves.
    """

    word = models.CharField("字对", max_length=40, primary_key=True)
    requests = models.PositiveIntegerField("工单数")
    counted_at = models.DateTimeField("统计时间")

    class Meta:
        verbose_name = "字对频次"


class OpenWords(models.Model):
    """在办工单检索词: the words of requests that are still open: a new one is compared with them.

    Each goes into the index at once: many are asked for while many come in.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    vector = SearchVectorField(editable=False)

    class Meta:
        verbose_name = "在办工单检索词"
        indexes: ClassVar = [GinIndex(fields=["vector"], name="open_words", fastupdate=False)]


class Suggestion(models.Model):
    """建议: what was suggested about a request, by which rule or model version, and whether it was taken.

    ``taken`` is empty until somebody decides what it was about.
    """

    class Kind(models.TextChoices):
        """What was suggested."""

        CATEGORY = "category", "诉求分类"
        UNIT = "unit", "主办单位"
        SIMILAR = "similar", "相似诉求"
        SPLIT = "split", "拆分"
        ANSWER = "answer", "知识库答复"
        QUALITY = "quality", "答复质量"

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="+", verbose_name="工单", db_index=False
    )
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    value = models.CharField("建议值", max_length=80, blank=True)  # empty: no opinion
    confidence = models.FloatField("把握", null=True)
    producer = models.CharField("出处", max_length=80)  # "rule:gas-smell", "model:3f9c01ab77de"
    why = models.CharField("理由", max_length=200, blank=True)
    made_at = models.DateTimeField("时间")
    taken = models.BooleanField("采纳", null=True)

    class Meta:
        verbose_name = "建议"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "value", "producer", "made_at"], name="suggestion_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "made_at"], name="suggestion_by_kind")]
