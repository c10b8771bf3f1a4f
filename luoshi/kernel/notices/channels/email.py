"""E-mail over the mail server that LUOSHI_EMAIL_URL names."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from luoshi.kernel.notices.channels.failures import Undeliverable, Undelivered
from luoshi.kernel.notices.models import Delivery, Status


def send(delivery: Delivery, now: datetime) -> Status:
    """Send the notice as plain text. The Message-ID stays the same when it is sent again."""
    notice, site = delivery.notice, settings.ENV.site.rstrip("/")
    link = f"{site}{notice.link}" if notice.link else ""
    write_to(
        delivery.address,
        title=notice.title,
        body="\n\n".join(filter(None, [notice.body, link])),
        name=f"delivery-{delivery.pk}",
    )
    return Status.SENT


def write_to(address: str, *, title: str, body: str, name: str, answers: str = "") -> None:
    """Send a letter now, and keep nothing of it: for what must not lie in a table, such as a code told once.

    ``name`` makes its Message-ID, the same when it is sent again; ``answers`` is that of the letter it
    answers. Raises ``Undelivered``, or ``Undeliverable`` where trying again could not help.
    """
    if not settings.ENV.email_url:
        raise Undeliverable(
            "email-none",
            "没有接入邮件服务器，这封信没有发出。请设置 LUOSHI_EMAIL_URL。",
            "No mail server is connected and nothing was sent. Set LUOSHI_EMAIL_URL.",
        )
    headers = {
        "Message-ID": f"<{name}@{urlsplit(settings.ENV.site).hostname}>",
        "Auto-Submitted": "auto-replied"
        if answers
        else "auto-generated",  # RFC 3834: no out-of-office answers
    }
    if answers:
        headers |= {"In-Reply-To": answers, "References": answers}
    message = EmailMessage(
        subject=" ".join(title.split()),  # a line break in a header would be refused
        body=f"{body}\n\n此信由系统发出，请勿直接回复。\n",
        to=[address],
        headers=headers,
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        kind = Undeliverable if min(codes) >= 500 else Undelivered  # 5xx is final, RFC 5321 §4.2.1
        raise kind(
            "email-refused",
            f"邮件服务器不接受收件地址（{codes[0]}）。请核对地址。",
            f"The mail server refuses the address ({codes[0]}). Check it.",
        ) from error
    except (SMTPException, OSError) as error:
        raise Undelivered(
            "email-server",
            f"邮件服务器没有收下这封信：{type(error).__name__}。请检查 LUOSHI_EMAIL_URL。",
            f"The mail server did not take the message: {type(error).__name__}. Check LUOSHI_EMAIL_URL.",
        ) from error
