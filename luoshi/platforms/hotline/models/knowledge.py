"""What may be answered at once, edition by edition."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Knowledge(models.Model):
    """知识: one edition of an answer that may be given at once, with its source and the days it holds.

    Only added to: whoever changes an entry adds an edition, and the latest one counts. One that is no longer
    right is ended by an edition with a last day. A sample was invented for a rehearsal, and says so.
    """

    key = models.SlugField("条目", max_length=60, db_index=False)
    edition = models.PositiveIntegerField("版次")
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    category = models.CharField("诉求分类", max_length=12)
    law = models.CharField("依据", max_length=200, blank=True)
    owner = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)  # the first day on which it no longer holds
    sample = models.BooleanField("示例", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="编辑人"
    )
    at = models.DateTimeField("编辑时间")
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "知识"
        ordering: ClassVar = ["key", "-edition"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "edition"], name="knowledge_once")]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="knowledge_search"),
            models.Index(fields=["category"], name="knowledge_by_category"),
        ]
