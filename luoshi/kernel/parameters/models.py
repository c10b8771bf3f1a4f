"""Nouns of parameters: a dated number with its source, and the editions of the whole."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from luoshi.kernel.parameters.rules import Combine, Measure


class Parameter(models.Model):
    """参数: a limit, rate or threshold as it holds for a place from a day on, with the article it stands on.

    ``valid_to`` is the first day it no longer holds. Two of one key and scope never hold on the same day;
    the loader sees to that. ``combine`` is the key's, the same on all its rows. An exact decimal is kept as
    text, money as whole fen.
    """

    key = models.CharField("键", max_length=80)
    scope = models.CharField("范围", max_length=160)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    value = models.JSONField("取值")
    unit = models.CharField("单位", max_length=8, choices=[(unit.value, unit.value) for unit in Measure])
    law = models.CharField("依据", max_length=120)
    article = models.CharField("条", max_length=40, blank=True)
    verified = models.BooleanField("已核对原文", default=False)
    title = models.CharField("名称", max_length=120)
    note = models.TextField("说明", blank=True)
    combine = models.CharField(
        "取法",
        max_length=8,
        choices=[(way.value, way.label) for way in Combine],
        default=Combine.NEAREST.value,
    )

    class Meta:
        verbose_name = "参数"
        ordering: ClassVar = ["key", "scope", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "scope", "valid_from"], name="parameter_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="parameter_ends_after_it_begins",
            ),
        ]


class ParameterEdition(models.Model):
    """参数版本: one state of all parameters. A change adds one, by which other processes see it."""

    at = models.DateTimeField("时间")
    fingerprint = models.CharField("指纹", max_length=64)
    keys = models.JSONField("变动参数")

    class Meta:
        verbose_name = "参数版本"
        ordering: ClassVar = ["pk"]
