"""The city's own commitments as the desk's tests find them on 10 March 2026, and whoever signs in there."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.tests.city import adopt_promises
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of

JANUARY = datetime(2026, 1, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
OFFICE = "sim-siping-supervision-1"  # 督查室: hands out and watches
WATCH = "sim-justice-enforcement-1"  # watches, and settles nothing
ROADS, ROADS_HEAD = "sim-transport-handler-1", "sim-transport-head-1"
STRANGER = "sim-finance-head-1"
PROOF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


@kept
def make_promises() -> None:
    """Bring in the city, its people and its commitments; nothing is judged."""
    bring_in_city(JANUARY, staffed=date(2026, 1, 1), deputies=1)
    adopt_promises(JANUARY)


def signed(username: str) -> Client:
    """A browser at which somebody of the city has signed in."""
    client = Client()
    account = Account.objects.get(username=username)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def acting(username: str) -> Actor:
    """Somebody of the city as they act on the day."""
    return actor_of(Account.objects.get(username=username), on=date(2026, 3, 10))


def proof(name: str = "月报.pdf", content: bytes = PROOF) -> SimpleUploadedFile:
    """A file to upload."""
    return SimpleUploadedFile(name, content)


def table(text: str, name: str = "表.csv", coding: str = "utf-8") -> SimpleUploadedFile:
    """A table to upload."""
    return SimpleUploadedFile(name, text.encode(coding))
