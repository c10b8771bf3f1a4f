"""Which addresses a webhook may reach: public ones, and private ones only where the city allows them.

A subscription's URL comes from outside, so it must not become a way into the city's own network (SSRF).
The name is resolved once and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from luoshi.kernel.notices.channels.failures import Undeliverable, Undelivered

Network = IPv4Network | IPv6Network
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291 §2.4: all that is assigned so far


@dataclass(frozen=True, slots=True)
class Target:
    """Where to post: the name for TLS and the Host header, the addresses to connect to, and the path."""

    tls: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def target_of(url: str, *, networks: Sequence[Network]) -> Target:
    """Resolve the URL. Raises ``Undeliverable`` where any of its addresses is out of bounds.

    Plain HTTP is allowed only to networks that are allowed by name.
    """
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        raise _forbidden("地址须是不带账号密码的 https 网址", "the URL must be https, without credentials")
    port = parts.port or (443 if tls else 80)
    addresses = _resolve(parts.hostname, port)
    for address in addresses:
        ip = ip_address(address)
        allowed = any(ip in network for network in networks)
        if not allowed and not (tls and is_public(ip)):
            raise _forbidden(
                f"{address} 属于内部地址或没有使用 https", f"{address} is a private address, or not https"
            )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(tls=tls, host=parts.hostname, port=port, path=path, addresses=addresses)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address lies on the public internet, in no disguise.

    IPv4-mapped, NAT64 and site-local addresses lie outside ``2000::/3``; 6to4 and Teredo lie inside and
    carry an IPv4 address that nobody checked.
    """
    if isinstance(ip, IPv6Address):
        return ip in _GLOBAL_UNICAST and ip.is_global and not ip.sixtofour and not ip.teredo
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _resolve(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Undelivered(
            "webhook-unknown-host",
            f"找不到主机 {host}。请核对订阅地址。",
            f"There is no host {host}. Check the subscription's URL.",
        ) from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def _forbidden(zh: str, en: str) -> Undeliverable:
    return Undeliverable(
        "webhook-forbidden-address",
        f"不推送到这个地址：{zh}。确属本单位网络的，请写入 LUOSHI_WEBHOOK_NETWORKS。",
        f"Nothing is sent to this address: {en}. Name your own networks in LUOSHI_WEBHOOK_NETWORKS.",
    )
