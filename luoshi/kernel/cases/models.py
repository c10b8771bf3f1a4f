"""Nouns of work: a case, the events it consists of, its deadlines, tasks, parties and evidence."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

# A foreign key has an index only where something is looked up by it that no other index begins with.
_ACCOUNT = settings.AUTH_USER_MODEL


class CaseQuerySet(models.QuerySet["Case"]):
    """Filters that read as the answer."""

    def open(self) -> Self:
        """Keep cases that have not ended."""
        return self.filter(closed_at=None)

    def overdue(self, at: datetime) -> Self:
        """Keep cases that owe something since before the moment."""
        return self.filter(due_at__lt=at)


class Case(models.Model):
    """事项: a matter that a public body must bring to an end. The row is what its events add up to.

    ``version`` counts its events, ``head`` is the hash of the last one, ``due_at`` the nearest deadline
    that is still owed. Nothing but an act may write it.
    """

    type = models.CharField("类型", max_length=40)
    type_version = models.CharField("类型版本", max_length=20)
    code = models.CharField("编号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=300)
    state = models.CharField("状态", max_length=40)
    unit = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="+", verbose_name="主办单位", db_index=False
    )
    path = models.CharField("单位路径", max_length=300)  # of the unit, so that a subtree is one prefix
    assignee = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="经办人", db_index=False
    )
    opener = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    data = models.JSONField("内容", default=dict)
    simulated = models.BooleanField(
        "模拟数据", default=False
    )  # invented for rehearsal, never counted as real
    opened_at = models.DateTimeField("提出时间")
    closed_at = models.DateTimeField("办结时间", null=True)
    due_at = models.DateTimeField("最近期限", null=True)
    moved_at = models.DateTimeField("最近办理时间")
    version = models.PositiveIntegerField("版次", default=0)
    head = models.CharField("链首", max_length=64)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "事项"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            # Both hold all that sight and turn are judged by, so that counting reads no case.
            models.Index(
                OpClass("path", name="text_pattern_ops"),
                *("due_at", "id"),
                name="case_by_path",
                include=["type", "state", "secrecy", "opener", "assignee", "closed_at"],
            ),
            models.Index(
                fields=["type", "state", "due_at", "id"],
                name="case_by_state",
                include=["path", "secrecy", "opener", "assignee", "closed_at"],
            ),
            models.Index(fields=["due_at", "id"], name="case_by_due"),  # the order of every list
            models.Index(fields=["assignee", "due_at"], name="case_by_assignee"),
        ]


class Words(models.Model):
    """检索词: what a case is found by. Few acts change them, so they stand apart from the row that all do."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="words")
    vector = SearchVectorField(editable=False)

    class Meta:
        verbose_name = "检索词"
        indexes: ClassVar = [GinIndex(fields=["vector"], name="case_search")]


class Event(models.Model):
    """事件: one act upon a case, hashed over the one before. Only added to; the database refuses all else."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField("序号")
    action = models.CharField("动作", max_length=60)
    state = models.CharField("其后状态", max_length=40)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="办理人", db_index=False
    )
    post = models.CharField("岗位", max_length=60, blank=True)
    data = models.JSONField("内容", default=dict)
    evidence = models.JSONField("材料指纹", default=list)
    rules = models.CharField("规则指纹", max_length=64)  # of the declarations it was done under
    previous = models.CharField("前一指纹", max_length=64)
    hash = models.CharField("指纹", max_length=64)
    key = models.CharField("幂等键", max_length=80, null=True)  # noqa: DJ001  null: most acts carry none
    recorded_at = models.DateTimeField("入库时间", db_default=Now())

    class Meta:
        verbose_name = "事件"
        ordering: ClassVar = ["case", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_once"),
            models.UniqueConstraint(fields=["key"], name="event_key_once"),
        ]


class PrivateValue(models.Model):
    """私密内容: a value the chain must be able to forget. The event keeps only its salted hash."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="private_values", db_index=False)
    seq = models.PositiveIntegerField("事件序号")
    field = models.CharField("字段", max_length=60)
    salt = models.CharField("盐", max_length=64)
    sealed = models.TextField("密文", null=True)  # noqa: DJ001  null: erased
    erased_at = models.DateTimeField("删除时间", null=True)

    class Meta:
        verbose_name = "私密内容"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "field"], name="private_value_once")
        ]


class Reveal(models.Model):
    """查看记录: who looked at a private value, when and why. Only added to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reveals")
    field = models.CharField("字段", max_length=60)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+", verbose_name="查看人")
    at = models.DateTimeField("时间")
    reason = models.TextField("理由")

    class Meta:
        verbose_name = "查看记录"
        ordering: ClassVar = ["at"]


class Deadline(models.Model):
    """期限: a running or finished statutory clock of a case. It is a row with a date, never a timer."""

    class Status(models.TextChoices):
        """What became of the clock."""

        RUNNING = "running", "计时中"
        PAUSED = "paused", "已中止"
        MET = "met", "按期"
        LATE = "late", "逾期完成"
        MISSED = "missed", "已逾期"
        LAPSED = "lapsed", "已期满"  # a right that was not used in time
        VOID = "void", "已作废"  # what it was for has gone

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines", db_index=False)
    clock = models.CharField("期限", max_length=40)
    law = models.CharField("依据", max_length=120)  # the article as it stood when the clock began
    unit = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位", db_index=False
    )
    seq = models.PositiveIntegerField("起始事件")
    started_at = models.DateTimeField("起算")
    due_at = models.DateTimeField("到期")
    strict_at = models.DateTimeField("未顺延的到期")
    provisional = models.BooleanField("暂定", default=False)
    term = models.CharField("期间", max_length=20, blank=True)  # "3 month", empty where a date was set
    extensions = models.JSONField("延长", default=list)  # [{"action", "term", "seq"}]
    pauses = models.JSONField("中止", default=list)  # [{"action", "from", "to"}]
    status = models.CharField("状况", max_length=8, choices=Status.choices, default=Status.RUNNING)
    warn_at = models.DateTimeField("预警", null=True)  # null: none is due, or it was given
    stopped_at = models.DateTimeField("停止", null=True)

    class Meta:
        verbose_name = "期限"
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "clock", "unit", "seq"], name="deadline_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="deadline_running", condition=models.Q(status="running")),
            models.Index(
                fields=["due_at", "id"],
                name="deadline_owed",
                include=["case", "clock"],
                condition=models.Q(status__in=["running", "paused", "missed"]),
            ),
            models.Index(
                fields=["clock", "started_at"],
                name="deadline_begun",
                include=["case"],
                condition=models.Q(status__in=["running", "paused", "missed"]),
            ),
            models.Index(
                fields=["warn_at"], name="deadline_to_warn", condition=models.Q(warn_at__isnull=False)
            ),
        ]


class Task(models.Model):
    """协办: a unit that was asked to help with a case, and whether it has."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks", db_index=False)
    unit = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="+", verbose_name="会办单位", db_index=False
    )
    path = models.CharField("单位路径", max_length=300)
    asked_at = models.DateTimeField("交办时间")

    class Meta:
        verbose_name = "协办"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "unit"], name="task_once")]
        indexes: ClassVar = [models.Index(OpClass("path", name="text_pattern_ops"), name="task_by_path")]


class Party(models.Model):
    """当事人: a person or body a case concerns, and in which part. An accused never sees the case."""

    class Part(models.TextChoices):
        """The part a party has in a case."""

        PROPOSER = "proposer", "提出人"
        COSIGNER = "cosigner", "附议人"
        ACCUSED = "accused", "被举报人"
        CONCERNED = "concerned", "相关人"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    part = models.CharField("身份", max_length=12, choices=Part.choices)
    account = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="账号", db_index=False
    )
    unit = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    path = models.CharField("单位路径", max_length=300, blank=True)

    class Meta:
        verbose_name = "当事人"
        indexes: ClassVar = [models.Index(fields=["account", "part"], name="party_by_account")]


class Evidence(models.Model):
    """材料: a file named by the hash of its content, which stands in the event that brought it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence", db_index=False)
    seq = models.PositiveIntegerField("事件序号")
    sha256 = models.CharField("指纹", max_length=64)
    kind = models.CharField("种类", max_length=40)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("格式", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    taken_at = models.DateTimeField("形成时间", null=True)
    by = models.ForeignKey(
        _ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="提交人", db_index=False
    )

    class Meta:
        verbose_name = "材料"
        ordering: ClassVar = ["seq", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "sha256", "kind"], name="evidence_once")
        ]


class Link(models.Model):
    """关联: a case and another it gave rise to, or a commitment it serves, by the kind of tie."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links", db_index=False)
    kind = models.CharField("关系", max_length=20)  # "child", or what a platform names
    other = models.ForeignKey(Case, models.PROTECT, null=True, related_name="backlinks", verbose_name="事项")
    commitment = models.CharField("承诺编号", max_length=12, blank=True)

    class Meta:
        verbose_name = "关联"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "other", "commitment"], name="link_once")
        ]


class Snapshot(models.Model):
    """规则快照: the declarations under which events were done, as text, by their hash."""

    hash = models.CharField("指纹", max_length=64, primary_key=True)
    type = models.CharField("类型", max_length=40)
    version = models.CharField("版本", max_length=20)
    text = models.TextField("声明")

    class Meta:
        verbose_name = "规则快照"


class Counter(models.Model):
    """编号: the last number given to a case of a type in a year."""

    type = models.CharField("类型", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号")

    class Meta:
        verbose_name = "编号"
        constraints: ClassVar = [models.UniqueConstraint(fields=["type", "year"], name="counter_once")]


class DailyRoot(models.Model):
    """日根: one hash over the last events of all cases on a day, for anyone to keep. Only added to."""

    day = models.DateField("日期", unique=True)
    taken_at = models.DateTimeField("计算时间")
    cases = models.PositiveIntegerField("事项数")
    hash = models.CharField("日根", max_length=64)

    class Meta:
        verbose_name = "日根"
        ordering: ClassVar = ["-day"]


class Head(models.Model):
    """链首: the last event of a case that had moved by a day. The latest ones add up to the day's root."""

    root = models.ForeignKey(DailyRoot, models.PROTECT, related_name="heads", db_index=False)
    code = models.CharField("编号", max_length=60)
    seq = models.PositiveIntegerField("序号")
    hash = models.CharField("指纹", max_length=64)

    class Meta:
        verbose_name = "链首"
        constraints: ClassVar = [models.UniqueConstraint(fields=["root", "code"], name="head_once")]


class ApiToken(models.Model):
    """接口令牌: lets a program act as an account, with the posts it holds that day. Only its hash is kept."""

    account = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="api_tokens", verbose_name="账号")
    name = models.CharField("用途", max_length=100)
    digest = models.CharField("令牌指纹", max_length=64, unique=True)  # SHA-256 of the token
    created_at = models.DateTimeField("签发时间")
    last_used_on = models.DateField("最近使用日", null=True)
    expires_on = models.DateField("失效日")  # the first day on which it no longer works
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "接口令牌"
        ordering: ClassVar = ["pk"]
