"""``luoshi notices …``: how deliveries stand, what was given up, and which systems are told of events."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.notices.actions import revive, subscribe, unsubscribe
from luoshi.kernel.notices.models import Channel, Delivery, Status, Subscription
from luoshi.kernel.notices.queries import delivery_counts


class Command(BaseCommand):
    """See to the outbox."""

    help = "Show how deliveries stand, revive those given up, and manage webhook subscriptions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(
            dest="step", required=True, metavar="status|dead|revive|subscriptions|subscribe|unsubscribe"
        )
        steps.add_parser("status", help="count deliveries by channel and state")
        steps.add_parser("dead", help="list the deliveries that were given up, with the reason")
        again = steps.add_parser("revive", help="try deliveries again that were given up")
        again.add_argument("deliveries", nargs="*", type=int, metavar="NUMBER", help="as `dead` lists them")
        again.add_argument("--all", action="store_true", help="every one of them")
        steps.add_parser("subscriptions", help="list the systems that are told of events")
        start = steps.add_parser("subscribe", help="tell a system of events; prints the secret, once")
        start.add_argument("url", metavar="URL", help="where events are posted, over HTTPS")
        start.add_argument("topics", nargs="+", metavar="TOPIC", help="case.assigned, case.* or *")
        end = steps.add_parser("unsubscribe", help="tell a system no longer")
        end.add_argument("subscription", type=int, metavar="NUMBER", help="as `subscriptions` lists it")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what was done."""
        getattr(self, f"_{step}")(**options)

    def _status(self, **options: Any) -> None:
        for channel, status, number in delivery_counts():
            self.stdout.write(f"{Channel(channel).label}  {Status(status).label}  {number}")

    def _dead(self, **options: Any) -> None:
        for delivery in Delivery.objects.dead().select_related("notice")[:1000]:
            self.stdout.write(
                f"{delivery.pk}  {Channel(delivery.channel).label}  {delivery.address}  "
                f"{delivery.notice.subject}  {delivery.notice.title}  {delivery.last_error}"
            )

    def _revive(self, *, deliveries: list[int], all: bool, **options: Any) -> None:
        dead = Delivery.objects.dead()
        chosen = dead if all else dead.filter(pk__in=deliveries)
        revived = sum(revive(delivery, at=timezone.now()) for delivery in chosen)
        self.stdout.write(f"重新投递 {revived}")

    def _subscriptions(self, **options: Any) -> None:
        for subscription in Subscription.objects.all():
            state = "启用" if subscription.active else "停用"
            self.stdout.write(
                f"{subscription.pk}  {state}  {subscription.url}  {' '.join(subscription.topics)}"
            )

    def _subscribe(self, *, url: str, topics: list[str], **options: Any) -> None:
        new = subscribe(url=url, topics=topics, at=timezone.now())
        self.stdout.write(f"{new.subscription.pk}  {url}")
        self.stdout.write(f"密钥（只显示这一次；shown only once）：{new.secret}")

    def _unsubscribe(self, *, subscription: int, **options: Any) -> None:
        if not unsubscribe(subscription_id=subscription):
            raise CommandError(
                f"没有编号为 {subscription} 的启用的订阅 (no such active subscription)", returncode=2
            )
        self.stdout.write(f"停用 {subscription}")
