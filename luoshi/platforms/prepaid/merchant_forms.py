"""Forms of the merchant's pages: a key, a card, how much of it, a sale. Money is typed in yuan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money
from luoshi.kernel.orgs.codes import hashed
from luoshi.kernel.orgs.doors import OnceForm
from luoshi.platforms.prepaid.actions import Buyer
from luoshi.platforms.prepaid.models import CardKind

_LARGEST = 10**11
_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CounterForm(OnceForm):
    """A form of the counter; its act is named as a till names one."""

    def clean_key(self) -> str:
        """Return the name of the act."""
        return f"web:{hashed(super().clean_key(), purpose='prepaid form')[:24]}"


class EnterForm(forms.Form):
    """The key a shop was given when it was filed."""

    secret = forms.CharField(
        label=_("门店密钥"),
        max_length=100,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("备案时发给门店。店长密钥能售卡、看账；收银密钥只能核销。"),
    )


class CardForm(forms.Form):
    """A card by its code."""

    code = forms.CharField(
        label=_("卡码"),
        max_length=200,
        widget=forms.TextInput(_CODE | {"autofocus": True}),
        help_text=_("请持卡人出示，可以用扫码枪。横线可以不输。"),
    )


class UseForm(CounterForm):
    """How much of a card is used: yuan, or visits or lessons."""

    code = forms.CharField(max_length=200, widget=forms.HiddenInput)
    yuan = forms.CharField(
        label=_("金额（元）"),
        max_length=14,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "autofocus": True}),
    )
    times = forms.IntegerField(
        label=_("次数"),
        min_value=1,
        max_value=10_000,
        required=False,
        widget=forms.NumberInput({"autocomplete": "off"}),
    )

    def clean_yuan(self) -> int:
        """Return the amount in fen, 0 where none was typed."""
        typed = self.cleaned_data["yuan"].replace(",", "").replace("，", "").strip()
        if not typed:
            return 0
        try:
            fen = Money.yuan(typed).fen
        except LuoshiError as error:
            raise forms.ValidationError(_("请写成 12.34 的形式，最多两位小数。")) from error
        if not 0 < fen <= _LARGEST:
            raise forms.ValidationError(_("金额应大于零。"))
        return fen

    def clean(self) -> dict[str, Any]:
        """Return the values where one of the two was typed."""
        values = super().clean() or self.cleaned_data
        if not self.errors and bool(values.get("yuan")) == bool(values.get("times")):
            self.add_error(None, _("金额和次数填一项。"))
        return values


class SellForm(CounterForm):
    """Who buys a card, or which card is loaded again, and that the contract was read."""

    card = forms.CharField(
        label=_("给已有的卡充值：卡码"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_CODE),
        help_text=_("新开卡的不填。"),
    )
    name = forms.CharField(
        label=_("购卡人姓名"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    phone = forms.RegexField(
        label=_("购卡人手机号"),
        regex=r"^\+?[0-9][-0-9 ]{4,19}$",
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
        error_messages={"invalid": _("电话号码不对。")},
        help_text=_("姓名和电话加密保存，账本里没有。"),
    )
    born_on = forms.DateField(
        label=_("出生日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("只有未满18周岁的填。不满8周岁的由监护人以自己的名义购买。"),
    )
    consented_by = forms.CharField(
        label=_("同意的监护人"),
        max_length=64,
        required=False,
        help_text=_("未满18周岁的填，例如：母亲 王某。"),
    )
    starts_on = forms.DateField(
        label=_("起始日"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("从今天起算的不填。"),
    )
    agreed = forms.BooleanField(label=_("购卡人已看过价目和合同，同意签订，款已付清"))

    def __init__(self, *args: Any, kind: CardKind, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind, self._on = kind, on
        for name in ("name", "phone"):  # who loads a card again is known
            self.fields[name].required = not self.data.get("card")
        if not kind.named:
            for name in ("name", "phone", "born_on", "consented_by"):
                del self.fields[name]

    def clean_born_on(self) -> date | None:
        """Return the birthday, which lies behind."""
        day: date | None = self.cleaned_data["born_on"]
        if day and not date(1900, 1, 1) <= day <= self._on:
            raise forms.ValidationError(_("日期不对。"))
        return day

    def clean_starts_on(self) -> date | None:
        """Return the first day, which has not passed."""
        day: date | None = self.cleaned_data["starts_on"]
        if day and not self._on <= day <= date(self._on.year + 2, 12, 31):
            raise forms.ValidationError(_("起始日不能早于今天，也不能晚于两年以后。"))
        return day

    def buyer(self) -> Buyer | None:
        """Return who buys; None for a bearer card and where a card is loaded again."""
        said = self.cleaned_data
        if not self._kind.named or said["card"]:
            return None
        names = ("name", "phone", "born_on", "consented_by")
        return Buyer(**{name: said[name] for name in names})
