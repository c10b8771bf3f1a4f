"""A chain of industry: its nodes, what goes into what, what is made here, who has looked, what firms plan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Chain(models.Model):
    """产业链: one of the city's key industries, and where its name stands written.

    ``verified`` is False while no document was read that names it as one of them: 待核.
    """

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    source = models.CharField("来源", max_length=300)
    verified = models.BooleanField("已核实", default=False)
    place = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "产业链"
        ordering: ClassVar = ["place", "code"]


class Node(models.Model):
    """环节: a product or a kind of products of a chain, with the classes of GB/T 4754-2017 that make it.

    ``final_demand`` is what is used up in the city in a year outside the chain, in ``unit``; None is not
    known, which is never nothing.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="nodes", verbose_name="产业链")
    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=60)
    unit = models.CharField("单位", max_length=20)
    industries = models.JSONField("国民经济行业代码", default=list)
    products = models.JSONField("产品", default=list)
    final_demand = models.DecimalField("链外年需求", max_digits=16, decimal_places=3, null=True)
    final_source = models.CharField("链外需求来源", max_length=300, blank=True)
    final_on = models.DateField("链外需求日期", null=True)

    class Meta:
        verbose_name = "产业链环节"


class ChainLink(models.Model):
    """投入产出联系: how much of the input one unit of the output takes, by a source of a day.

    The newest dated on or before a day counts; ``share`` None is one nobody knows. Zero ends the link.
    """

    input = models.ForeignKey(Node, models.PROTECT, related_name="uses", verbose_name="投入")
    output = models.ForeignKey(Node, models.PROTECT, related_name="inputs", verbose_name="产出")
    share = models.DecimalField("单位产出耗用", max_digits=14, decimal_places=6, null=True)
    source = models.CharField("来源", max_length=300)
    dated_on = models.DateField("日期")
    verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "投入产出联系"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["input", "output", "dated_on"], name="chain_link_once"),
            models.CheckConstraint(condition=~models.Q(input=models.F("output")), name="chain_link_leads_on"),
        ]


class Capacity(models.Model):
    """产能: what a firm can make of a node in a year, as evidence says. Versions stand side by side.

    The highest ``seq`` of a firm and node among those dated on or before a day counts; zero ends it. A form
    of a statistical survey is no evidence (统计法 第二十八条).
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", "企业自报"
        VISIT = "visit", "实地核查"
        PERMIT = "permit", "许可或备案文件"
        TAX = "tax", "税务共享（依协议）"
        POWER = "power", "用电共享（依协议）"
        NOTICE = "notice", "公开公告"

    firm = models.ForeignKey("Firm", models.PROTECT, related_name="capacities", verbose_name="企业")
    node = models.ForeignKey(Node, models.PROTECT, related_name="capacities", verbose_name="环节")
    output = models.DecimalField("年产能", max_digits=16, decimal_places=3)
    kind = models.CharField("依据种类", max_length=10, choices=Kind.choices)
    evidence = models.CharField("依据", max_length=300)
    sha256 = models.CharField("材料", max_length=64, blank=True)
    dated_on = models.DateField("依据日期")
    seq = models.PositiveIntegerField("版本")
    by = models.CharField("记录人", max_length=120)
    recorded_at = models.DateTimeField("记录时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "产能"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["firm", "node", "seq"], name="capacity_once"),
            models.CheckConstraint(condition=models.Q(output__gte=0), name="capacity_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["node", "firm", "-seq"], name="capacity_by_node")]


class Survey(models.Model):
    """摸排: somebody has looked who makes a node's products in the city, and listed all. Only added to.

    Without one that is recent enough, a node for which no producer is known is unknown and not missing.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="surveys", verbose_name="环节")
    on = models.DateField("摸排日期")
    source = models.CharField("依据", max_length=300)
    by = models.CharField("记录人", max_length=120)
    recorded_at = models.DateTimeField("记录时间")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "环节摸排"
        constraints: ClassVar = [models.UniqueConstraint(fields=["node", "on"], name="survey_once")]


class ExpansionSign(models.Model):
    """扩产迹象: a public fact of a day from which one may gather that a firm expands. Only added to."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "投资公告"
        LAND = "land", "拿地公示"
        EIA = "eia", "环评公示"
        HIRING = "hiring", "异地招聘"
        TALKS = "talks", "来访洽谈"

    firm = models.ForeignKey("Firm", models.PROTECT, related_name="signs", verbose_name="企业")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    on = models.DateField("日期")
    source = models.CharField("来源", max_length=300)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "扩产迹象"
        constraints: ClassVar = [models.UniqueConstraint(fields=["firm", "kind", "on"], name="sign_once")]


class LiftTaken(models.Model):
    """提升度检验: how much better a ranking found what was held out than popularity did, on data of a day.

    Shares are of a million. A ranking whose ``low`` is not above one is no better than popularity.
    """

    taken_at = models.DateTimeField("检验时间")
    method = models.CharField("排序方法", max_length=40)
    precision = models.PositiveIntegerField("前十命中率（百万分比）")
    baseline = models.PositiveIntegerField("热门度前十命中率（百万分比）")
    lift = models.PositiveIntegerField("提升度（百万分比）")
    low = models.PositiveIntegerField("下限（百万分比）")
    high = models.PositiveIntegerField("上限（百万分比）")
    runs = models.PositiveIntegerField("次数")
    sample = models.CharField("检验数据", max_length=300)

    class Meta:
        verbose_name = "提升度检验"

    @property
    def better(self) -> bool:
        """Tell whether the whole interval lies above one."""
        return self.low > 1_000_000

    @property
    def shares(self) -> dict[str, str]:
        """Return its figures as they are printed, with three decimals."""
        names = ("precision", "baseline", "lift", "low", "high")
        return {name: f"{getattr(self, name) / 1_000_000:.3f}" for name in names}
