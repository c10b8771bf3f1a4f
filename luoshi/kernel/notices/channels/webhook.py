"""Events to subscribed systems: CloudEvents 1.0, signed, over HTTPS to a checked address, no redirects."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Timer

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from luoshi import __version__
from luoshi.kernel.notices.channels.addresses import Target, target_of
from luoshi.kernel.notices.channels.failures import Undeliverable, Undelivered
from luoshi.kernel.notices.channels.signing import HEADER, sign
from luoshi.kernel.notices.models import Delivery, Notice, Status
from luoshi.kernel.notices.sealing import unseal

SILENCE_SECONDS = 5.0  # how long the receiver may say nothing
WHOLE_SECONDS = 15.0  # how long the whole exchange may take, however it dribbles
MOST_BYTES = 64 * 1024  # what CloudEvents 1.0 asks every receiver to take


def send(delivery: Delivery, now: datetime) -> Status:
    """Post the event. Any 2xx is an arrival; the answer's body is never read."""
    subscription = delivery.subscription
    if subscription is None or not subscription.active:
        raise Undeliverable(
            "webhook-ended",
            "订阅已停用，不再推送。",
            "The subscription has ended, so nothing is sent.",
        )
    body = event_of(delivery.notice, source=settings.ENV.site)
    if len(body) > MOST_BYTES:
        raise Undeliverable(
            "webhook-too-large",
            f"事件有 {len(body)} 字节，超过 {MOST_BYTES} 字节的上限。请只传编号，由对方来取。",
            f"The event has {len(body)} bytes, more than {MOST_BYTES}. Send references to be fetched.",
        )
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": f"luoshi/{__version__}",
        HEADER: sign(body, secret=unseal(subscription.sealed), at=int(now.timestamp())),
    }
    status = _post(target_of(subscription.url, networks=settings.ENV.webhook_networks), body, headers)
    if not 200 <= status < 300:
        moved = "（不跟随跳转，请改订阅地址）" if 300 <= status < 400 else ""
        raise Undelivered(
            "webhook-answer",
            f"对方回答 {status}{moved}，没有收下事件。",
            f"The receiver answered {status}; only 2xx counts as received, redirects are not followed.",
        )
    return Status.SENT


def event_of(notice: Notice, *, source: str) -> bytes:
    """Return the notice as CloudEvents 1.0 JSON, structured mode. Its id stays the same when sent again."""
    event = {
        "specversion": "1.0",
        "id": notice.key,
        "source": source,
        "type": f"luoshi.{notice.topic}",
        "subject": notice.subject,
        "time": notice.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": notice.data,
    }
    return json.dumps(event, ensure_ascii=False, cls=DjangoJSONEncoder).encode()


def _post(target: Target, body: bytes, headers: dict[str, str]) -> int:
    try:
        with _connected(target) as connection:
            connection.request("POST", target.path, body=body, headers=headers)
            return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Undelivered(
            "webhook-unreachable",
            f"没有送到 {target.host}：{type(error).__name__}。请确认对方的服务在运行。",
            f"{target.host} was not reached: {type(error).__name__}. See whether the receiver is up.",
        ) from error


@contextmanager
def _connected(target: Target) -> Iterator[http.client.HTTPConnection]:
    # http.client follows no redirect and reads no proxy setting; it is given a socket that is already
    # connected to the checked address, so that the name is not resolved a second time.
    connection: http.client.HTTPConnection
    if target.tls:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(target.host, target.port, context=context)
        sock: socket.socket = context.wrap_socket(
            _socket_to(target), server_hostname=target.host, do_handshake_on_connect=False
        )
    else:
        connection = http.client.HTTPConnection(target.host, target.port)
        sock = _socket_to(target)
    connection.sock = sock
    timer = Timer(WHOLE_SECONDS, _cut, [sock])
    timer.start()
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _socket_to(target: Target) -> socket.socket:
    for address in target.addresses[:-1]:
        try:
            return socket.create_connection((address, target.port), timeout=SILENCE_SECONDS)
        except OSError:
            continue  # a host may answer on one of its addresses only
    return socket.create_connection((target.addresses[-1], target.port), timeout=SILENCE_SECONDS)


def _cut(sock: socket.socket) -> None:
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # also of TLS, whose own shutdown is not thread-safe
    except OSError:
        return  # it had just ended
