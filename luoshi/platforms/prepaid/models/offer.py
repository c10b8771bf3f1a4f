"""What a shop sells ahead: kinds of card, each with the contract it is sold under."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CardKind(models.Model):
    """卡种: a card as it was filed: what is paid, what is given on top, how long it runs, its contract.

    ``price``, ``bonus`` and ``list_price`` are fen; the last is what one visit costs without a card.
    A kind is never changed once sold: it is withdrawn and another one filed (第十二条: perform as agreed).
    """

    class Form(models.TextChoices):
        """形式."""

        STORED = "stored", "储值卡"
        TIMES = "times", "次卡"
        PERIOD = "period", "期限卡"
        COURSE = "course", "课程卡"

    class Unit(models.TextChoices):
        """期限单位: in which the contract counts its term; no statute decides."""

        MONTH = "month", "月"
        DAY = "day", "日"

    code = models.SlugField("卡种编号", max_length=60, unique=True)
    shop = models.ForeignKey("prepaid.Shop", models.PROTECT, related_name="kinds", verbose_name="门店")
    name = models.CharField("名称", max_length=80)
    form = models.CharField("形式", max_length=8, choices=Form.choices)
    price = models.BigIntegerField("售价")
    bonus = models.BigIntegerField("赠送金额", default=0)
    times = models.PositiveIntegerField("次数", null=True)
    list_price = models.BigIntegerField("单次原价", null=True)
    term = models.PositiveSmallIntegerField("期限", null=True)
    term_unit = models.CharField("期限单位", max_length=5, choices=Unit.choices, default=Unit.MONTH)
    named = models.BooleanField("记名", default=True)
    text = models.TextField("合同文本")
    filed_on = models.DateField("备案日期")
    withdrawn_on = models.DateField("停售日期", null=True)

    class Meta:
        verbose_name = "卡种"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(price__gt=0, bonus__gte=0), name="kind_price"),
            models.CheckConstraint(
                condition=~Q(form__in=["times", "course"]) | Q(times__gt=0, bonus=0, list_price__gt=0),
                name="kind_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(form="period") | Q(term__gt=0, bonus=0), name="kind_has_term"
            ),
        ]
