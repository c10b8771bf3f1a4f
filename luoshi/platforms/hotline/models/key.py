"""The noun of the door for other programs: who may bring requests in by Open311."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class Open311KeyQuerySet(models.QuerySet["Open311Key"]):
    """Keys narrowed by whether they are good."""

    def in_force(self, on: date) -> Self:
        """Keep the keys that are good on the day."""
        lasting = Q(valid_to=None) | Q(valid_to__gt=on)
        return self.filter(lasting, valid_from__lte=on)


class Open311Key(models.Model):
    """接入密钥: lets a program bring residents' requests in by Open311 (``api_key``). Only its hash is kept.

    It speaks for no account and opens nothing else. ``contact`` is who answers for the program.
    """

    name = models.CharField("程序", max_length=100)
    contact = models.CharField("联系人", max_length=200)
    digest = models.CharField("密钥指纹", max_length=64, unique=True)  # SHA-256 of the key
    valid_from = models.DateField("生效日")
    valid_to = models.DateField("失效日", null=True)  # the first day on which it no longer works

    objects = Open311KeyQuerySet.as_manager()

    class Meta:
        verbose_name = "接入密钥"
        ordering: ClassVar = ["pk"]
