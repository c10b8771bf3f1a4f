"""Nouns of answerability: organisations, posts, accounts and who holds which post from when to when.

A period runs from its first day up to, not including, the day in its ``…_to``; no such day: still running.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """机构类别: what sort of body an organisation is."""

    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    DISTRICT = "district", _("区县市")
    STREET = "street", _("街道")
    TOWN = "town", _("乡镇")
    INSTITUTION = "institution", _("事业单位")
    CONGRESS = "congress", _("人大机关")
    CPPCC = "cppcc", _("政协机关")
    ENTERPRISE = "enterprise", _("企业")


class Clearance(models.IntegerChoices):
    """知悉范围: up to which secrecy rank a person may read. 机密 and above never enter this system."""

    PUBLIC = 0, _("公开")
    INTERNAL = 1, _("内部")
    SECRET = 2, _("秘密")


def _in_force(on: date, start: str = "valid_from", end: str = "valid_to") -> Q:
    return Q(**{f"{start}__lte": on}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on}))


def _period(start: str, end: str, name: str) -> models.CheckConstraint:
    holds = Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__lt": F(end)})
    return models.CheckConstraint(condition=holds, name=name)


class OrganisationSet(models.QuerySet["Organisation"]):
    """Organisations, narrowed by day and by place in the tree."""

    def in_force(self, on: date) -> Self:
        """Keep those that exist on the day."""
        return self.filter(_in_force(on))

    def under(self, path: str) -> Self:
        """Keep the organisation at the path and everything below it."""
        return self.filter(path__startswith=path)


class Organisation(models.Model):
    """机构: a body that answers for its duties under its own name, from its founding to its end.

    State organs follow the 地方各级人民代表大会和地方各级人民政府组织法; a department's duties are
    those of its 三定规定. A body that is renamed, merged or dissolved ends; what takes over its duties
    is its ``successor``. What it did stays under the name it bore.
    """

    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    short = models.CharField("简称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.TextField("路径")  # codes from the root: "siping/tiexi/220302001/"
    region = models.CharField("行政区划代码", max_length=12, blank=True)  # GB/T 2260, towns by 统计用区划代码
    duties = models.JSONField("职责词", default=list, blank=True)  # words that point to it as the lead unit
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承继机构"
    )

    objects: ClassVar[models.Manager[Organisation]] = OrganisationSet.as_manager()

    class Meta:
        verbose_name = "机构"
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [_period("valid_from", "valid_to", "organisation_period")]
        indexes: ClassVar = [
            models.Index(OpClass(F("path"), name="text_pattern_ops"), name="organisation_path")
        ]


class PostSet(models.QuerySet["Post"]):
    """Posts, narrowed by day."""

    def in_force(self, on: date) -> Self:
        """Keep those that exist on the day, in organisations that exist on the day."""
        return self.filter(_in_force(on), _in_force(on, "organisation__valid_from", "organisation__valid_to"))


class Post(models.Model):
    """岗位: a place in an organisation with its roles. Responsibility binds to the post, whoever holds it."""

    code = models.SlugField("代码", max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name="机构")
    title = models.CharField("岗位名称", max_length=60)
    roles = models.JSONField("角色", default=list)  # keys of luoshi.kernel.orgs.actor.ROLES
    reads = models.JSONField("可读事项类型", default=list)  # keys of case types; empty: every type
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True, blank=True)

    objects: ClassVar[models.Manager[Post]] = PostSet.as_manager()

    class Meta:
        verbose_name = "岗位"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [_period("valid_from", "valid_to", "post_period")]


class Account(AbstractUser):
    """账号: a person who can sign in. What they may do follows from the posts they hold, never from here."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=60, blank=True)
    clearance = models.PositiveSmallIntegerField(
        "知悉范围", choices=Clearance.choices, default=Clearance.INTERNAL
    )

    class Meta:
        verbose_name = "账号"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="account_username_once")  # 大小写不同仍是一个名
        ]

    def get_full_name(self) -> str:
        """Return the real name, else the user name."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the same: a Chinese name has no short form."""
        return self.get_full_name()


class HoldingSet(models.QuerySet["Holding"]):
    """Holdings, narrowed by day."""

    def in_force(self, on: date) -> Self:
        """Keep those that run on the day, of posts and organisations that exist on the day."""
        periods: Any = [
            ("held_from", "held_to"),
            ("post__valid_from", "post__valid_to"),
            ("post__organisation__valid_from", "post__organisation__valid_to"),
        ]
        return self.filter(*(_in_force(on, start, end) for start, end in periods))


class Holding(models.Model):
    """任职: one person holding one post from a day up to another, in their own right or acting (代理)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    account = models.ForeignKey(Account, models.PROTECT, related_name="holdings", verbose_name="账号")
    held_from = models.DateField("任职起")
    held_to = models.DateField("任职止", null=True, blank=True)
    acting = models.BooleanField("代理", default=False)

    objects: ClassVar[models.Manager[Holding]] = HoldingSet.as_manager()

    class Meta:
        verbose_name = "任职"
        ordering: ClassVar = ["held_from", "pk"]
        constraints: ClassVar = [_period("held_from", "held_to", "holding_period")]
