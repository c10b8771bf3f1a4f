"""Forms of the public doors: a card's code, what its holder asks for, and the facts of a refund."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.orgs.codes import hashed
from luoshi.kernel.orgs.doors import OnceForm, plain_phone
from luoshi.platforms.prepaid.actions import Buyer


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


class ActForm(OnceForm):
    """What is done with the code, which comes along unseen."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        """Return what the act is named by."""
        return f"form:{hashed(super().clean_key(), purpose='prepaid form')}"


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
