"""Events to subscribed systems, over real sockets on 127.0.0.1."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.actions import Delivered, deliver_due, subscribe
from luoshi.kernel.notices.channels import Undeliverable, webhook
from luoshi.kernel.notices.channels.addresses import is_public, target_of
from luoshi.kernel.notices.channels.signing import HEADER, sign, verify
from luoshi.kernel.notices.models import Delivery, Status
from luoshi.kernel.notices.tests.conftest import change_env
from luoshi.kernel.notices.tests.factories import MONDAY, say
from luoshi.kernel.notices.tests.receiver import Receiver, make_certificate, receiving

pytestmark = pytest.mark.django_db
HOWTO = Path(configured.CITY.folder).parent / "docs" / "howto" / "webhooks.md"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as receiver:
        yield receiver


def test_an_event_arrives_as_a_signed_cloud_event(receiver: Receiver):
    secret = subscribe(url=receiver.url, topics=["case.*"], at=MONDAY).secret
    say()

    assert deliver_due(now=MONDAY) == Delivered(sent=1)

    [(path, headers, body)] = receiver.requests
    assert path == "/hook?from=luoshi"
    assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    assert headers["Host"] == receiver.url.split("/")[2]
    assert verify(body, headers[HEADER], secret=secret, now=MONDAY.timestamp())
    assert json.loads(body) == {
        "specversion": "1.0",
        "id": "case:proposals-2026-0012:event:7",
        "source": "https://luoshi.example.cn",
        "type": "luoshi.case.assigned",
        "subject": "case:proposals-2026-0012",
        "time": "2026-03-02T01:00:00Z",
        "datacontenttype": "application/json",
        "data": {"case": "proposals-2026-0012", "unit": "housing"},
    }


def test_an_event_sent_again_has_the_same_id_and_a_new_signature(receiver: Receiver):
    receiver.statuses = [503, 200]
    secret = subscribe(url=receiver.url, topics=["*"], at=MONDAY).secret
    say()
    later = MONDAY + timedelta(minutes=1)

    first, second = deliver_due(now=MONDAY), deliver_due(now=later)

    assert (first, second) == (Delivered(failed=1), Delivered(sent=1))
    assert receiver.bodies[0] == receiver.bodies[1]
    assert verify(receiver.bodies[1], receiver.requests[1][1][HEADER], secret=secret, now=later.timestamp())


def test_the_snippet_of_the_documentation_verifies_what_is_sent(receiver: Receiver):
    secret = subscribe(url=receiver.url, topics=["*"], at=MONDAY).secret
    say()
    deliver_due(now=MONDAY)
    [(_, headers, body)] = receiver.requests
    [snippet] = re.findall(r"```python\n(.+?)```", HOWTO.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}

    exec(snippet, names)

    now = MONDAY.timestamp()
    assert names["is_ours"](body, headers[HEADER], secret, now)
    assert not names["is_ours"](body + b" ", headers[HEADER], secret, now)
    assert not names["is_ours"](body, headers[HEADER], "other", now)
    assert not names["is_ours"](body, headers[HEADER], secret, now + 301)


@given(st.binary(), st.text(), st.integers(0, 2**40))
def test_only_the_signed_body_secret_and_time_verify(body: bytes, secret: str, at: int):
    header = sign(body, secret=secret, at=at)

    assert verify(body, header, secret=secret, now=at)
    assert not verify(body + b"x", header, secret=secret, now=at)
    assert not verify(body, header, secret=secret + "x", now=at)
    assert not verify(body, header, secret=secret, now=at + 301)
    assert not verify(body, header.replace(f"t={at}", f"t={at + 1}"), secret=secret, now=at)


@given(st.text())
def test_no_header_makes_verification_stumble(header: str):
    assert not verify(b"", header, secret="s", now=0)


def test_a_redirect_is_not_followed(receiver: Receiver):
    with receiving(Receiver()) as elsewhere:
        receiver.statuses, receiver.location = [307], elsewhere.url
        subscribe(url=receiver.url, topics=["*"], at=MONDAY)
        say()

        assert deliver_due(now=MONDAY) == Delivered(failed=1)

        assert elsewhere.requests == []
    assert "不跟随跳转" in Delivery.objects.get().last_error


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[fec0::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:7f00:1::]/",
        "http://8.8.8.8/",
        "https://user:word@8.8.8.8/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
    ],
)
def test_private_addresses_and_plain_http_are_refused_in_every_spelling(url: str):
    with pytest.raises(Undeliverable) as caught:
        target_of(url, networks=[])

    assert caught.value.code == "webhook-forbidden-address"


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1"])
def test_public_addresses_are_allowed(address: str):
    assert is_public(ip_address(address))


def test_a_network_is_allowed_by_name_and_no_other():
    networks = [ip_network("10.0.0.0/8")]

    assert target_of("http://10.1.2.3/hook", networks=networks).addresses == ("10.1.2.3",)
    with pytest.raises(Undeliverable):
        target_of("http://192.168.1.1/hook", networks=networks)


def test_without_leave_nothing_reaches_this_machine(receiver: Receiver, settings: Settings):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    change_env(settings, webhook_networks=[])

    assert deliver_due(now=MONDAY) == Delivered(dead=1)

    assert receiver.requests == []
    assert "内部地址" in Delivery.objects.get().last_error


@pytest.mark.parametrize(
    "url",
    [
        "http://oa.example.cn/hook",
        "ftp://oa.example.cn/",
        "oa.example.cn",
        "https://user:word@oa.example.cn/",
        "https://oa.example.cn/#part",
        "https://oa.example.cn/接口",
        "https://oa.example.cn/a b",
        "https://oa.example.cn/" + "x" * 500,
        "https://[oa/",
        "",
    ],
)
def test_a_subscription_needs_a_whole_https_url(url: str, settings: Settings):
    change_env(settings, webhook_networks=[])

    with pytest.raises(LuoshiError) as caught:
        subscribe(url=url, topics=["*"], at=MONDAY)

    assert caught.value.code == "webhook-url"


@pytest.mark.parametrize("topic", ["", "case.", ".case", "case*", "*.case", "案件", "Case", "a" * 101])
def test_a_topic_has_one_spelling(topic: str):
    with pytest.raises(LuoshiError) as caught:
        subscribe(url="https://oa.example.cn/", topics=[topic], at=MONDAY)

    assert caught.value.code == "topic-pattern"


def test_one_url_is_subscribed_once():
    subscribe(url="https://oa.example.cn/", topics=["*"], at=MONDAY)

    with pytest.raises(LuoshiError) as caught:
        subscribe(url="https://oa.example.cn/", topics=["case.*"], at=MONDAY)

    assert caught.value.code == "webhook-twice"


def test_an_event_that_is_too_large_is_given_up_with_the_reason(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say(data={"text": "字" * 30_000})

    assert deliver_due(now=MONDAY) == Delivered(dead=1)
    assert receiver.requests == []
    assert "上限" in Delivery.objects.get().last_error


def test_a_receiver_that_is_away_or_silent_is_tried_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(webhook, "SILENCE_SECONDS", 0.2)
    receiver.answer_after = 1.0
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    subscribe(url="http://127.0.0.1:1/", topics=["*"], at=MONDAY)
    say()

    assert deliver_due(now=MONDAY) == Delivered(failed=2)

    errors = " ".join(Delivery.objects.values_list("last_error", flat=True))
    assert "TimeoutError" in errors
    assert "ConnectionRefusedError" in errors


def test_a_receiver_that_dribbles_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.5)
    receiver.dribble = True
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    began = time.monotonic()

    assert deliver_due(now=MONDAY) == Delivered(failed=1)

    assert time.monotonic() - began < 3


def test_a_name_that_leads_nowhere_is_tried_again(monkeypatch: pytest.MonkeyPatch):
    name_leads_to(monkeypatch)
    subscribe(url="https://oa.example.cn/", topics=["*"], at=MONDAY)
    say()

    deliver_due(now=MONDAY)

    assert Delivery.objects.get().status == Status.FAILED


def test_a_name_is_refused_if_any_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch):
    name_leads_to(monkeypatch, "8.8.8.8", "10.0.0.1")

    with pytest.raises(Undeliverable):
        target_of("https://oa.example.cn/", networks=[])


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    looked_up = name_leads_to(monkeypatch, "127.0.0.1")
    url = receiver.url.replace("127.0.0.1", "oa.example.cn")
    subscribe(url=url, topics=["*"], at=MONDAY)
    say()

    assert deliver_due(now=MONDAY) == Delivered(sent=1)

    assert looked_up.count("oa.example.cn") == 1
    assert receiver.requests[0][1]["Host"] == url.split("/")[2]


def test_the_receivers_certificate_is_checked_against_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    certificate = make_certificate("oa.example.cn", tmp_path)
    name_leads_to(monkeypatch, "127.0.0.1")
    with receiving(Receiver(), certificate=certificate) as receiver:
        port = receiver.url.split(":")[2]
        subscribe(url=f"https://oa.example.cn:{port}", topics=["*"], at=MONDAY)
        subscribe(url=f"https://other.example.cn:{port}", topics=["*"], at=MONDAY)
        say()

        untrusted = deliver_due(now=MONDAY)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        trusted = deliver_due(now=MONDAY + timedelta(minutes=1))

    assert (untrusted, trusted) == (Delivered(failed=2), Delivered(sent=1, failed=1))
    errors = dict(Delivery.objects.values_list("address", "last_error"))
    assert [("oa." in url, "SSLCertVerificationError" in error) for url, error in sorted(errors.items())] == [
        (True, False),
        (False, True),
    ]


def name_leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let names of example.cn lead to the addresses, or nowhere. Returns the list of what is looked up."""
    real, looked_up = socket.getaddrinfo, []

    def answer(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        looked_up.append(host)
        if not str(host).endswith("example.cn"):
            return real(host, port, *arguments, **options)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [found for address in addresses for found in real(address, port, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return looked_up
