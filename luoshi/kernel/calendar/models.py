"""Nouns of the calendar: days that differ from Monday to Friday, years, and editions of the whole."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.kernel.calendar.rules import DayKind


class YearStatus(models.TextChoices):
    """Whether the State Council's notice for the year is published."""

    PUBLISHED = "published", "已公布"
    PROVISIONAL = "provisional", "暂定"


class CalendarYear(models.Model):
    """日历年度: a year of the calendar. Until its notice is published, Monday to Friday stands in for it.

    Source: 全国年节及纪念日放假办法 and the State Council's yearly 关于部分节假日安排的通知.
    """

    year = models.PositiveSmallIntegerField("年度", unique=True)
    status = models.CharField("状态", max_length=12, choices=YearStatus.choices)
    notice = models.CharField("通知", max_length=200, blank=True)
    published_on = models.DateField("公布日期", null=True)

    class Meta:
        verbose_name = "日历年度"
        ordering: ClassVar = ["year"]


class CalendarDay(models.Model):
    """放假或调休日: a day that differs from Monday to Friday, by the notice of its year."""

    date = models.DateField("日期", unique=True)
    kind = models.CharField(
        "类别", max_length=8, choices=[(DayKind.HOLIDAY.value, "放假"), (DayKind.MAKEUP.value, "调休上班")]
    )
    name = models.CharField("节日", max_length=40)
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = "放假或调休日"
        ordering: ClassVar = ["date"]


class CalendarEdition(models.Model):
    """日历版本: one state of all days and years. A change adds one, by which other processes see it."""

    at = models.DateTimeField("时间")
    fingerprint = models.CharField("指纹", max_length=64)
    years = models.JSONField("变动年度")

    class Meta:
        verbose_name = "日历版本"
        ordering: ClassVar = ["pk"]
