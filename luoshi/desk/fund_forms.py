"""Forms of projects' money: ask, decide, pass on, pay, give back, borrow, repay, reverse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ChineseSelect
from luoshi.desk.prepaid_forms import YuanField
from luoshi.platforms.projects.models import Debt, Drawdown, FundApplication, FundWindow
from luoshi.platforms.projects.models.fund import Source
from luoshi.platforms.projects.rules.repaying import Terms

_DATE = {"type": "date"}
_LONG = {"rows": 3}
_NO_WINDOW = ("bank", "enterprise")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))


def _long(label: Any, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=500, widget=forms.Textarea(_LONG), **more
    )


def _document(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=80)


class PercentField(forms.DecimalField):
    """A share written in percent, kept in basis points."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=Decimal(100), decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        """Return the share in basis points."""
        found = super().clean(value)
        return None if found is None else int(found * 100)


class YearSearch(forms.Form):
    """Which year, and of which source. Anything unknown is ignored."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    source = forms.ChoiceField(
        label=_("资金来源"),
        required=False,
        choices=[("", _("全部")), *Source.choices],
        widget=ChineseSelect,
    )


class WindowForm(forms.Form):
    """A window in which a source takes applications."""

    source = forms.ChoiceField(
        label=_("资金来源"),
        choices=[choice for choice in Source.choices if choice[0] not in _NO_WINDOW],
        widget=ChineseSelect,
    )
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    batch = forms.IntegerField(label=_("批次"), min_value=1, max_value=99)
    opens_on = _day(_("开始申报"))
    closes_on = _day(_("截止申报"))
    document = _document(_("申报通知文号"))


class AskForm(forms.Form):
    """What a project asks for: of a window, or a loan or its own money without one."""

    window = forms.ModelChoiceField(
        label=_("申报批次"),
        queryset=FundWindow.objects.none(),
        required=False,
        empty_label=_("不按批次"),
        help_text=_("银行贷款和企业自筹不按批次。"),
    )
    source = forms.ChoiceField(
        label=_("资金来源"),
        required=False,
        choices=[("", _("按批次")), *(choice for choice in Source.choices if choice[0] in _NO_WINDOW)],
        widget=ChineseSelect,
    )
    amount = YuanField(label=_("申请金额（元）"), max_length=20)
    on = _day(_("申请日期"))
    document = _document(_("申请文号"))

    def __init__(self, *given: Any, today: date, **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["window"]
        field.queryset = FundWindow.objects.filter(closes_on__gte=date(today.year, 1, 1)).order_by("code")
        field.label_from_instance = lambda row: (
            f"{row.get_source_display()} {row.year} 年第 {row.batch} 批（{row.closes_on} 截止）"
        )

    def clean(self) -> dict[str, Any]:
        """Return the values with the source of the window."""
        values = super().clean() or self.cleaned_data
        window, source = values.get("window"), values.get("source")
        if bool(window) is bool(source) and "window" not in self.errors:
            raise ValidationError(_("请选择申报批次，或者银行贷款、企业自筹，二者选一。"))
        return values | {"source": window.source if window else source}


class DecideForm(forms.Form):
    """A day and a document."""

    on = _day(_("日期"))
    document = _document(_("文号"))


class ApproveForm(DecideForm):
    """What was approved."""

    amount = YuanField(label=_("批准金额（元）"), max_length=20)
    field_order = ("amount", "on", "document")


class RefuseForm(forms.Form):
    """Why it was not approved."""

    on = _day(_("日期"))
    document = forms.CharField(label=_("文号"), max_length=80, required=False)
    note = _long(_("原因"))


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    on = _day(_("日期"))
    note = _long(_("原因"))


class PassOnForm(ApproveForm):
    """What was passed on."""

    amount = YuanField(label=_("下达金额（元）"), max_length=20)


class PayForm(forms.Form):
    """A payment with its voucher and the works' progress on the day."""

    amount = YuanField(label=_("支付金额（元）"), max_length=20)
    on = _day(_("支付日期"))
    voucher = _document(_("支付凭证号"))
    payee = forms.ChoiceField(label=_("收款方"), choices=Drawdown.Payee.choices, widget=ChineseSelect)
    purpose = forms.ChoiceField(label=_("用途"), choices=Drawdown.Purpose.choices, widget=ChineseSelect)
    physical = PercentField(label=_("当日形象进度（%）"))
    afterwards = _long(
        _("事后补录说明"),
        required=False,
        help_text=_("款已付出而超前形象进度的，写明原因才能补录，并列入超前支付。"),
    )


class GiveBackForm(forms.Form):
    """Money given back with its voucher."""

    amount = YuanField(label=_("缴回金额（元）"), max_length=20)
    on = _day(_("缴回日期"))
    voucher = _document(_("缴款凭证号"))


class BorrowForm(forms.Form):
    """The terms of a loan."""

    principal = YuanField(label=_("本金（元）"), max_length=20)
    percent = forms.DecimalField(label=_("年利率（%）"), min_value=0, max_value=36, decimal_places=4)
    year = forms.TypedChoiceField(
        label=_("计息天数"), choices=Debt.Year.choices, coerce=int, widget=ChineseSelect
    )
    way = forms.ChoiceField(label=_("还款方式"), choices=Debt.Way.choices, widget=ChineseSelect)
    began_on = _day(_("起息日"))
    every = forms.IntegerField(label=_("每期月数"), min_value=1, max_value=60)
    times = forms.IntegerField(label=_("期数"), min_value=1, max_value=360)
    document = _document(_("合同或文号"))

    def told(self) -> dict[str, Any]:
        """Return the values as the act takes them."""
        values = dict(self.cleaned_data)
        document = values.pop("document")
        return {"terms": Terms(**values), "document": document}


class RepayForm(forms.Form):
    """What was paid of an instalment."""

    amount = YuanField(label=_("还款金额（元）"), max_length=20)
    on = _day(_("还款日期"))
    voucher = _document(_("还款凭证号"))


class ReverseForm(forms.Form):
    """Why an entry is reversed."""

    on = _day(_("冲正日期"))
    reason = _long(_("冲正原因"))


def steps_open_to(application: FundApplication, *, commission: bool) -> list[str]:
    """Return which steps the application's state and the reader's part leave."""
    deciding = {
        "asked": ["recommend", "approve", "refuse"],
        "recommended": ["approve", "refuse"],
        "approved": ["pass_on", "unapprove"],
    }
    telling = {
        "asked": ["withdraw"],
        "recommended": ["withdraw"],
        "approved": ["pay", "give_back"],
    }
    state = application.state
    return (deciding.get(state, []) if commission else []) + telling.get(state, [])
