"""What the desk keeps of its own: filters people come back to, and the secrets of their calendar feeds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.kernel.orgs.models import Account


class SavedFilter(models.Model):
    """常用筛选: a list somebody comes back to, as the query of its address, under a name of theirs."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000)

    class Meta:
        verbose_name = "常用筛选"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_filter_once")
        ]


class FeedToken(models.Model):
    """日历订阅: the secret by which a calendar program fetches somebody's deadlines. Its hash is kept."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="+", verbose_name="账号")
    digest = models.CharField("指纹", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "日历订阅"
