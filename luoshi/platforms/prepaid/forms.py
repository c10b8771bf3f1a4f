"""Forms of the public doors: a card's code, what its holder asks for, and the facts of a refund."""

from __future__ import annotations

import re
import secrets

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.orgs.codes import hashed
from luoshi.platforms.prepaid.actions import Buyer

_SALT = "luoshi.prepaid.form"
_GOOD_FOR = 12 * 60 * 60  # seconds
_PHONE = re.compile(r"(?:\+?86)?(?:1\d{10}|0\d{9,11}|\d{7,8})")


def plain_phone(text: str) -> str:
    """Return the number without gaps. Raises ``ValidationError`` for what is none."""
    number = re.sub(r"[\s\-()（）]", "", text)
    if not _PHONE.fullmatch(number):
        raise forms.ValidationError(_("电话号码不对。请写手机号，或带区号的固定电话。"))
    return number


class CodeForm(forms.Form):
    """The code that was told when the card was sold."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("办卡时告诉您的12位码，分三组，横线可以不写。不是卡号。"),
    )


class ActForm(forms.Form):
    """What is done with the code, which comes along unseen. ``key`` makes it take effect once."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    key = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)

    def clean_key(self) -> str:
        """Return what the act is named by. A form too old or not ours is refused; the page gives another."""
        try:
            secret = str(signing.loads(self.cleaned_data["key"], salt=_SALT, max_age=_GOOD_FOR))
        except signing.BadSignature as error:
            raise forms.ValidationError(_("这张表放得太久了。请核对后再提交一次。")) from error
        return f"form:{hashed(secret, purpose='prepaid form')}"

    @property
    def current_key(self) -> str:
        """Return the key the page is to give out: the one that came, or another where it is no good."""
        return str(self.data["key"]) if self.is_bound and "key" not in self.errors else new_key()


def new_key() -> str:
    """Return the signed key of a form that is given out."""
    return signing.dumps(secrets.token_urlsafe(16), salt=_SALT)


class LossForm(ActForm):
    """A loss is reported with the code alone: it only protects."""


class HolderForm(ActForm):
    """Whoever asks for more than that shows the telephone the card was bought with."""

    phone = forms.CharField(
        label=_("办卡时登记的电话"),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """Return the number without gaps."""
        return plain_phone(self.cleaned_data["phone"])


class TransferForm(HolderForm):
    """Who takes the card over."""

    to_name = forms.CharField(label=_("受让人姓名"), max_length=40)
    to_phone = forms.CharField(label=_("受让人电话"), max_length=20, widget=forms.TextInput({"type": "tel"}))

    def clean_to_phone(self) -> str:
        """Return the number without gaps."""
        return plain_phone(self.cleaned_data["to_phone"])

    @property
    def buyer(self) -> Buyer:
        """Return the new holder."""
        return Buyer(name=self.cleaned_data["to_name"], phone=self.cleaned_data["to_phone"])
