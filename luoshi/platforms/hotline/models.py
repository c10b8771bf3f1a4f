"""Nouns of the hotline beside the cases: the read model of a request, suggestions, knowledge, hot issues."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
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
        ]


class Suggestion(models.Model):
    """建议: what the system proposed for a request, by which rule or model, and whether a person took it."""

    class Kind(models.TextChoices):
        """What was proposed."""

        CATEGORY = "category", "诉求分类"
        UNIT = "unit", "主办单位"
        REPEAT = "repeat", "重复诉求"
        REPLY = "reply", "知识库答复"
        QUALITY = "quality", "答复质量"

    request = models.ForeignKey(Request, models.PROTECT, related_name="suggestions", verbose_name="工单")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    source = models.CharField("出处", max_length=80)  # "model:3f9c…" or "rule:heating"
    ranked = models.JSONField("候选")  # [{"value", "score", "why"}], the likeliest first
    abstained = models.BooleanField("未作建议", default=False)
    at = models.DateTimeField("时间")
    taken = models.BooleanField("采纳", null=True)  # null: nobody has decided yet
    chosen = models.CharField("最终取值", max_length=60, blank=True)

    class Meta:
        verbose_name = "建议"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "kind", "source"], name="suggestion_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="suggestion_by_kind")]


class ClassifierVersion(models.Model):
    """分类模型: a trained model of the city's own closed requests. One of them is in use."""

    digest = models.CharField("指纹", max_length=64, unique=True)  # of the file, which bears it as its name
    trained_at = models.DateTimeField("训练时间")
    texts = models.PositiveIntegerField("训练工单数")
    scores = models.JSONField("检验结果")
    active = models.BooleanField("在用", default=False)

    class Meta:
        verbose_name = "分类模型"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["active"], condition=models.Q(active=True), name="one_classifier_in_use"
            )
        ]


class Knowledge(models.Model):
    """知识: an answer that agents may give at once, with the source it rests on and the days it holds."""

    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    category = models.CharField("诉求分类", max_length=12)
    source = models.CharField("依据", max_length=200)
    unit = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = "知识"


class HotIssue(models.Model):
    """热点: requests of several persons about one matter in one place. ``key`` stays while it grows."""

    key = models.CharField("热点编号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=300)  # of the most typical request
    locality = models.CharField("属地", max_length=60, blank=True)
    category = models.CharField("诉求分类", max_length=12)
    state = models.JSONField("聚类状态")  # plain data of luoshi.platforms.hotline.clustering
    requests = models.PositiveIntegerField("诉求数")
    persons = models.PositiveIntegerField("人数")
    heat = models.FloatField("热度")
    growth = models.FloatField("增幅")
    first_at = models.DateTimeField("首次反映")
    last_at = models.DateTimeField("最近反映")

    class Meta:
        verbose_name = "热点"
        indexes: ClassVar = [
            models.Index(fields=["-heat"], name="hot_issue_by_heat"),
            models.Index(fields=["last_at"], name="hot_issue_by_last"),
        ]


class HotMember(models.Model):
    """热点诉求: a request that belongs to a hot issue."""

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True, related_name="+")
    issue = models.ForeignKey(HotIssue, models.PROTECT, related_name="members", verbose_name="热点")

    class Meta:
        verbose_name = "热点诉求"


class Round(models.Model):
    """点题征集批次: a span in which the public may put questions."""

    key = models.SlugField("批次", max_length=40, unique=True)
    title = models.CharField("名称", max_length=120)
    opens_on = models.DateField("开始")
    closes_on = models.DateField("截止")  # the last day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人")

    class Meta:
        verbose_name = "征集批次"


class Opinion(models.Model):
    """征集意见: what somebody put in a round, before it became part of a question or was left aside."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="opinions", verbose_name="批次")
    text = models.TextField("意见")
    locality = models.CharField("属地", max_length=60, blank=True)
    source = models.CharField("来源", max_length=20)  # page or visit
    person = models.CharField("诉求人代码", max_length=32, null=True)  # noqa: DJ001  null: anonymous
    at = models.DateTimeField("时间")
    topic = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name="列入的题目"
    )

    class Meta:
        verbose_name = "征集意见"


class Survey(models.Model):
    """社会评价: a random sample of those concerned by a question, drawn with a seed anyone can repeat."""

    topic = models.OneToOneField("cases.Case", models.PROTECT, related_name="+", verbose_name="题目")
    seed = models.CharField("抽样种子", max_length=64)
    population = models.PositiveIntegerField("总体人数")
    drawn_at = models.DateTimeField("抽样时间")

    class Meta:
        verbose_name = "社会评价"


class Sampled(models.Model):
    """样本: one person drawn for a survey, and what they said."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sample", verbose_name="评价")
    person = models.CharField("诉求人代码", max_length=32)
    order = models.PositiveIntegerField("抽中次序")
    answered_at = models.DateTimeField("应答时间", null=True)
    satisfied = models.BooleanField("满意", null=True)

    class Meta:
        verbose_name = "样本"
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "person"], name="sampled_once")]


class DayCount(models.Model):
    """日统计: the requests that came in on a day, by where, what and whose. Counted anew as they move."""

    day = models.DateField("受理日")
    unit = models.CharField("主办单位", max_length=60)
    locality = models.CharField("属地", max_length=60, blank=True)
    category = models.CharField("一级分类", max_length=12)
    channel = models.CharField("渠道", max_length=20)
    sort = models.CharField("诉求类型", max_length=20)
    simulated = models.BooleanField("模拟数据", default=False)
    counts = models.JSONField("计数")  # {"taken": 3, "finished": 2, …}; see luoshi.platforms.hotline.counting

    class Meta:
        verbose_name = "日统计"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "unit", "locality", "category", "channel", "sort", "simulated"],
                name="day_count_once",
            )
        ]
