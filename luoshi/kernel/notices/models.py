"""Nouns of the outbox: what must reach somebody, how it is on its way, and who wants to be told of what."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.orgs.models import Account


class Channel(models.TextChoices):
    """投递渠道. The notice itself is what is seen after signing in, so that needs no channel."""

    EMAIL = "email", _("邮件")
    WEBHOOK = "webhook", _("接口推送")
    SMS = "sms", _("短信")


class Status(models.TextChoices):
    """投递状态. A failed one is tried again; a dead one waits for a person."""

    WAITING = "waiting", _("待投递")
    SENT = "sent", _("已投递")
    SIMULATED = "simulated", _("模拟，未真正发出")
    FAILED = "failed", _("未成功，将重试")
    DEAD = "dead", _("已放弃")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices narrowed by who reads them."""

    def for_account(self, account_id: int) -> NoticeQuerySet:
        """Return what is addressed to the account, the newest first."""
        return self.filter(recipient_id=account_id).order_by("-created_at", "-pk")

    def unread(self) -> NoticeQuerySet:
        """Return what its recipient has not read."""
        return self.filter(recipient__isnull=False, read_at__isnull=True)


class Notice(models.Model):
    """通知: one message that must reach one person, or the event itself where ``recipient`` is empty.

    ``key`` names what happened, so that saying it twice writes it once. ``subject`` is a plain name such as
    "case:proposals-2026-0012"; this app knows nothing of what lies behind it. ``data`` is what subscribed
    systems are told, and is empty for a person.
    """

    key = models.CharField("事由编号", max_length=200)
    topic = models.CharField("主题", max_length=100)  # "case.assigned"
    subject = models.CharField("事项", max_length=200)
    title = models.TextField("标题")
    body = models.TextField("正文", blank=True)
    link = models.TextField("页面路径", blank=True)  # "/desk/cases/…", never with a host
    data = models.JSONField("数据", default=dict, encoder=DjangoJSONEncoder)
    recipient = models.ForeignKey(
        Account, models.CASCADE, null=True, related_name="notices", verbose_name="收件人", db_index=False
    )
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "recipient"], name="notice_once_per_recipient"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(recipient=None), name="notice_once_as_event"
            ),
        ]
        indexes: ClassVar = [
            models.Index("recipient", models.F("created_at").desc(), name="notice_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["subject"], name="notice_subject"),
        ]


class Subscription(models.Model):
    """推送订阅: a system that is told of events over HTTPS. Its secret is sealed and shown only once."""

    url = models.URLField("地址", max_length=500)
    topics = ArrayField(models.CharField(max_length=100), verbose_name="主题")  # "case.*", "*"
    sealed = models.TextField("加密的密钥", editable=False)
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("订阅时间")

    class Meta:
        verbose_name = "推送订阅"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["url"], condition=models.Q(active=True), name="subscription_url_once"
            )
        ]


class Preference(models.Model):
    """接收偏好: which topics an account wants by e-mail or SMS, and where, if not at its own e-mail address.

    Without a row everything comes by e-mail and nothing by SMS. What is seen after signing in is not
    a matter of preference.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    topics = ArrayField(models.CharField(max_length=100), verbose_name="主题")
    address = models.CharField("接收地址", max_length=254, blank=True)

    class Meta:
        verbose_name = "接收偏好"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "channel"], name="preference_once"),
            models.CheckConstraint(condition=~models.Q(channel="webhook"), name="preference_of_a_person"),
        ]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries narrowed by what is to be done about them."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Return what is to be tried now, the longest due first."""
        open_ones = self.filter(status__in=[Status.WAITING, Status.FAILED], next_at__lte=now)
        return open_ones.order_by("next_at", "pk")

    def dead(self) -> DeliveryQuerySet:
        """Return what was given up and waits for a person, the newest first."""
        return self.filter(status=Status.DEAD).order_by("-pk")


class Delivery(models.Model):
    """投递: one notice on its way over one channel to one address, at least once.

    ``next_at`` is when it is due; while a worker holds it, when another may take it over.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="deliveries", verbose_name="通知", db_index=False
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    address = models.CharField("地址", max_length=500)
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, null=True, related_name="+", verbose_name="推送订阅"
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_at = models.DateTimeField("下次投递")
    last_error = models.TextField("最近错误", blank=True)
    sent_at = models.DateTimeField("投递时间", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "投递"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel", "address"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(channel="webhook", subscription__isnull=False)
                | (~models.Q(channel="webhook") & models.Q(subscription=None)),
                name="delivery_webhook_has_subscription",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(status__in=["waiting", "failed"]),
                name="delivery_due",
            ),
            models.Index(fields=["status"], condition=models.Q(status="dead"), name="delivery_dead"),
        ]


class Revival(models.Model):
    """重投记录: who had a delivery tried again that was given up, when, and why it was. Only added to."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="revivals", verbose_name="投递")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")
    attempts = models.PositiveSmallIntegerField("此前次数")
    error = models.TextField("此前错误", blank=True)

    class Meta:
        verbose_name = "重投记录"
        ordering: ClassVar = ["-at", "-pk"]
