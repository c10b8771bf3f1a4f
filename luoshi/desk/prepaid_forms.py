"""Forms of the market regulator: which shops are listed, a shop that is filed, a kind of card, a key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ANY, ChineseSelect
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money
from luoshi.kernel.base.uscc import is_uscc
from luoshi.platforms.prepaid.models import BankAccount, CardKind, Merchant, Risk, Shop, ShopKey

_DATE = {"type": "date"}


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))


class YuanField(forms.CharField):
    """An amount written in yuan, kept in fen. It is never a floating number."""

    def clean(self, value: Any) -> int | None:
        """Return the amount in fen. Raises ``ValidationError`` for what is none."""
        text = super().clean(value).replace(",", "").strip()
        if not text:
            return None
        try:
            fen = Money.yuan(text).fen
        except LuoshiError as error:
            raise ValidationError(_("请写以元为单位的金额，最多两位小数。")) from error
        if fen < 0:
            raise ValidationError(_("金额不能小于零。"))
        return fen


class ShopSearch(forms.Form):
    """What the list of shops is narrowed by. Anything unknown is ignored."""

    q = forms.CharField(
        label=_("门店或商户"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
    )
    sector = forms.ChoiceField(
        label=_("行业"), required=False, choices=[*ANY, *Shop.Sector.choices], widget=ChineseSelect
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[*ANY, *Shop.State.choices], widget=ChineseSelect
    )
    level = forms.ChoiceField(
        label=_("风险"), required=False, choices=[*ANY, *Risk.Level.choices[1:]], widget=ChineseSelect
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class ShopForm(forms.Form):
    """A merchant and the shop it files."""

    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    merchant = forms.CharField(label=_("经营者名称"), max_length=120)
    individual = forms.BooleanField(label=_("个体工商户"), required=False)
    size = forms.ChoiceField(label=_("发卡企业类别"), choices=Merchant.Size.choices, widget=ChineseSelect)
    registered_on = _day(_("登记日期"))
    code = forms.SlugField(label=_("门店编号"), max_length=40)
    name = forms.CharField(label=_("门店名称"), max_length=120)
    sector = forms.ChoiceField(label=_("行业"), choices=Shop.Sector.choices, widget=ChineseSelect)
    address = forms.CharField(label=_("地址"), max_length=200)
    opened_on = _day(_("开业日期"))
    lease_ends_on = _day(_("租期届满"), required=False)
    bank = forms.CharField(label=_("存管账户代码"), required=False, max_length=40)
    bank_name = forms.CharField(label=_("开户银行"), required=False, max_length=80)
    tail = forms.RegexField(r"^\d{4}$", label=_("账号后四位"), required=False)
    share = forms.IntegerField(
        label=_("存管比例（%）"),
        min_value=0,
        max_value=100,
        initial=100,
        help_text=_("每笔收款进入存管账户的比例。"),
    )

    def clean_uscc(self) -> str:
        """Return the code whose check signs are right."""
        code = str(self.cleaned_data["uscc"]).strip().upper()
        if not is_uscc(code):
            raise ValidationError(_("校验位不对，请对照营业执照核对。"))
        return code

    def clean_code(self) -> str:
        """Return a number that no shop has."""
        code = str(self.cleaned_data["code"])
        if Shop.objects.filter(code=code).exists():
            raise ValidationError(_("这个门店编号已有门店使用。"))
        return code

    def clean(self) -> dict[str, Any]:
        """Return the values where money in custody has an account to be in."""
        values = super().clean() or self.cleaned_data
        known = BankAccount.objects.filter(code=values.get("bank") or "").exists()
        if values.get("share") and not known and not (values.get("bank") and values.get("bank_name")):
            self.add_error("bank", _("须存管的，请登记存管账户代码、开户银行和账号后四位。"))
        return values


class KindForm(forms.Form):
    """A kind of card as it is filed, under its contract."""

    code = forms.SlugField(label=_("卡种编号"), max_length=60)
    name = forms.CharField(label=_("名称"), max_length=80)
    form = forms.ChoiceField(label=_("形式"), choices=CardKind.Form.choices, widget=ChineseSelect)
    price = YuanField(label=_("售价（元）"), max_length=16)
    bonus = YuanField(label=_("赠送金额（元）"), max_length=16, required=False)
    times = forms.IntegerField(label=_("次数"), required=False, min_value=1, max_value=10_000)
    list_price = YuanField(label=_("单次原价（元）"), max_length=16, required=False)
    term = forms.IntegerField(label=_("期限"), required=False, min_value=1, max_value=3_650)
    term_unit = forms.ChoiceField(label=_("期限单位"), choices=CardKind.Unit.choices, widget=ChineseSelect)
    named = forms.BooleanField(label=_("记名"), required=False, initial=True)
    text = forms.CharField(
        label=_("合同文本"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 12}),
        help_text=_("消费者签订时看到的全文。"),
    )

    def clean_code(self) -> str:
        """Return a number that no kind has."""
        code = str(self.cleaned_data["code"])
        if CardKind.objects.filter(code=code).exists():
            raise ValidationError(_("这个卡种编号已有卡种使用。"))
        return code

    def clean(self) -> dict[str, Any]:
        """Return the values where the form of the card has what it needs."""
        values = super().clean() or self.cleaned_data
        form = values.get("form")
        if form in ("times", "course"):
            for field in ("times", "list_price"):
                if not values.get(field) and field not in self.errors:
                    self.add_error(field, _("次卡和课程卡须写次数和单次原价，退款按它计算。"))
        if form == "period" and not values.get("term") and "term" not in self.errors:
            self.add_error("term", _("期限卡须写期限。"))
        if form != "stored" and values.get("bonus"):
            self.add_error("bonus", _("只有储值卡可以赠送金额。"))
        return values

    def filed(self, *, on: date) -> dict[str, Any]:
        """Return the values as the kind keeps them."""
        values = self.cleaned_data
        return values | {"bonus": values["bonus"] or 0, "filed_on": on}


class KeyForm(forms.Form):
    """A key that a shop is given."""

    role = forms.ChoiceField(label=_("权限"), choices=ShopKey.Role.choices, widget=ChineseSelect)
    title = forms.CharField(label=_("用途"), max_length=60)
