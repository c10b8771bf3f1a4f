"""What happened to a card: the journal of its holders. Only added to, without a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CardEvent(models.Model):
    """卡片记录: a card lost, reissued or handed on, an identity erased (法释〔2025〕4号 第十一、二十四条).

    ``key`` names the act and is used once. ``before`` and ``after`` are holders by token: who they are stands
    sealed with them, and is gone once erased. Only an erasure may be about no card.
    """

    class Kind(models.TextChoices):
        """事项."""

        LOST = "lost", "挂失"
        FOUND = "found", "解除挂失"
        REISSUED = "reissued", "补卡"
        TRANSFERRED = "transferred", "转让"
        ERASED = "erased", "清除身份"

    key = models.CharField("记录编号", max_length=120, unique=True)
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    card = models.ForeignKey(
        "prepaid.Card", models.PROTECT, null=True, related_name="events", verbose_name="预付卡"
    )
    successor = models.ForeignKey(
        "prepaid.Card", models.PROTECT, null=True, related_name="+", verbose_name="新卡"
    )
    before = models.ForeignKey(
        "prepaid.Holder", models.PROTECT, null=True, related_name="+", verbose_name="原持卡人"
    )
    after = models.ForeignKey(
        "prepaid.Holder", models.PROTECT, null=True, related_name="+", verbose_name="新持卡人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "卡片记录"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="erased", card=None) | (~Q(kind="erased") & Q(card__isnull=False)),
                name="event_has_card",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reissued") | Q(successor__isnull=False), name="event_has_successor"
            ),
        ]
