"""What doors without an account have in common: who knocks how often, and forms that take effect once."""

from __future__ import annotations

import re
import secrets
from typing import ClassVar

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.orgs.limits import Limit

_SALT = "luoshi.form"
_GOOD_FOR = 12 * 60 * 60  # seconds
_PHONE = re.compile(r"(?:\+?86)?(?:1\d{10}|0\d{9,11}|\d{7,8})")


def address_of(request: HttpRequest) -> str:
    """Return the network address a request comes from, as the server tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_often(request: HttpRequest, limit: Limit, *, template: str) -> HttpResponse:
    """Answer that it was too often, and when to come again."""
    wait = limit.wait()
    answer = render(request, template, {"minutes": -(-wait // 60)}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def plain_phone(text: str) -> str:
    """Return the number without gaps, or nothing. Raises ``ValidationError`` for what is none."""
    number = re.sub(r"[\s\-()（）]", "", text)
    if number and not _PHONE.fullmatch(number):
        raise forms.ValidationError(_("电话号码不对。请写手机号，或带区号的固定电话。"))
    return number


def new_key() -> str:
    """Return the signed key of a form that is given out."""
    return signing.dumps(secrets.token_urlsafe(16), salt=_SALT)


class OnceForm(forms.Form):
    """A form that takes effect once, however often it is sent: ``key`` tells it from every other."""

    expired: ClassVar = _("这张表放得太久了。请核对后再提交一次。")
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def clean_key(self) -> str:
        """Return the secret of the form. One too old or not ours is refused; the page gives another."""
        try:
            return str(signing.loads(self.cleaned_data["key"], salt=_SALT, max_age=_GOOD_FOR))
        except signing.BadSignature as error:
            raise forms.ValidationError(self.expired) from error

    @property
    def current_key(self) -> str:
        """Return the key the page is to give out: the one that came, or another where it is no good."""
        good = self.is_bound and self.data.get("key") and "key" not in self.errors
        return str(self.data["key"]) if good else new_key()
