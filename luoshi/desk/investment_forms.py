"""Forms of investment: which leads are listed, an instalment that is claimed, what is ruled of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.desk.forms import ANY, ChineseSelect, new_key
from luoshi.desk.prepaid_forms import YuanField
from luoshi.kernel.base.uscc import is_uscc
from luoshi.platforms.investment.actions import Party
from luoshi.platforms.investment.models import Agreement, Instalment, Lead, Ruling
from luoshi.platforms.investment.queries.counting import STATES, rule_titles
from luoshi.platforms.investment.types import LEAD

_DATE = {"type": "date"}
ABROAD = "OS"  # begins the number that a payer without a credit code is entered under


class LeadSearch(forms.Form):
    """What the list of leads is narrowed by. Anything unknown is ignored."""

    q = forms.CharField(
        label=_("线索或企业"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("project", "环节"),
        required=False,
        choices=[*ANY, *((one.key, one.title) for one in LEAD.states)],
        widget=ChineseSelect,
    )
    late = forms.BooleanField(label=_("停留过久"), required=False)


class CountingSearch(forms.Form):
    """Which instalments the page of figures opens."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *STATES], widget=ChineseSelect)


class PaymentForm(forms.Form):
    """A payment between two firms, each by its code."""

    paid_on = forms.DateField(label=_("到账日期"), widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    amount = YuanField(label=_("金额（元）"), max_length=20)
    payer_code = forms.CharField(
        label=_("付款人统一社会信用代码"), max_length=18, help_text=_("境外付款人填 OS 加登记号。")
    )
    payer = forms.CharField(label=_("付款人名称"), max_length=120)
    payee_code = forms.CharField(label=_("收款人统一社会信用代码"), max_length=18)
    payee = forms.CharField(label=_("收款人名称"), max_length=120)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {**self.initial, "key": new_key()}

    def clean_amount(self) -> int:
        """Return an amount that is more than nothing."""
        fen = int(self.cleaned_data["amount"] or 0)
        if not fen:
            raise ValidationError(_("金额须大于零。"))
        return fen

    def clean_payer_code(self) -> str:
        """Return the payer's code."""
        return _code(self.cleaned_data["payer_code"])

    def clean_payee_code(self) -> str:
        """Return the payee's code."""
        return _code(self.cleaned_data["payee_code"])

    def told(self, *, home: str) -> dict[str, Any]:
        """Return the values as an act takes them. ``home`` are the first digits of the city's divisions."""
        given = dict(self.cleaned_data)
        parties = {
            part: _party(given.pop(f"{part}_code"), given.pop(part), home) for part in ("payer", "payee")
        }
        return given | parties | {"key": f"desk:{given['key']}"}


class TransferForm(PaymentForm):
    """A payment that a statement of account showed: where the money of an instalment went on."""

    reference = forms.CharField(label=_("流水号"), max_length=80)
    field_order = ("paid_on", "amount", "payer_code", "payer", "payee_code", "payee", "reference")


class ClaimForm(PaymentForm):
    """An instalment as the unit claims it. The voucher's file comes beside it."""

    agreement = forms.ModelChoiceField(Agreement.objects.none(), label=_("投资合同"))
    purpose = forms.ChoiceField(label=_("用途"), choices=Instalment.Purpose.choices, widget=ChineseSelect)
    origin = forms.ChoiceField(label=_("资金来源"), choices=Instalment.Origin.choices, widget=ChineseSelect)
    voucher = forms.ChoiceField(label=_("凭证种类"), choices=Instalment.Voucher.choices, widget=ChineseSelect)
    reference = forms.CharField(label=_("凭证号码"), max_length=80)
    field_order = ("agreement",)

    def __init__(self, *args: Any, lead: Lead, **more: Any) -> None:
        super().__init__(*args, **more)
        agreements: Any = self.fields["agreement"]
        agreements.queryset = lead.agreements.order_by("signed_on", "pk")
        agreements.label_from_instance = lambda one: f"{one.number} · {one.get_kind_display()}"
        agreements.empty_label = None
        if lead.company is not None:
            self.initial = {**self.initial, "payee_code": lead.company.uscc, "payee": lead.company.name}
        if lead.investor_uscc:
            self.initial = {**self.initial, "payer_code": lead.investor_uscc, "payer": lead.investor}


class RuleForm(forms.Form):
    """What is decided of an instalment."""

    state = forms.ChoiceField(label=_("认定"), choices=Ruling.State.choices, widget=ChineseSelect)
    counted = YuanField(
        label=_("认定金额（元）"), max_length=20, required=False, help_text=_("已认定而不填的，按申报金额。")
    )
    by_rule = forms.ChoiceField(
        label=_("依据的规则"), required=False, widget=ChineseSelect,
        help_text=_("全部或部分不予认定、有争议的，须选一条。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), max_length=1_000, widget=forms.Textarea({"rows": 3}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        choices: Any = self.fields["by_rule"]
        choices.choices = [("", "—"), *rule_titles(on).items()]
        self.initial = {**self.initial, "key": new_key()}

    def ruled(self, instalment: Instalment) -> dict[str, Any]:
        """Return the values as a ruling takes them."""
        given = dict(self.cleaned_data)
        whole = instalment.amount if given["state"] == Ruling.State.COUNTED else 0
        counted = whole if given["counted"] is None else given["counted"]
        return given | {"counted": counted, "key": f"desk:{given['key']}"}


class AppealForm(forms.Form):
    """What the claimant says against a ruling."""

    words = forms.CharField(label=_("申诉理由"), max_length=1_000, widget=forms.Textarea({"rows": 3}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {**self.initial, "key": new_key()}


def _code(text: str) -> str:
    code = str(text).strip().upper()
    if not code.startswith(ABROAD) and not is_uscc(code):
        raise ValidationError(_("校验位不对，请对照营业执照核对。"))
    return code


def _party(code: str, name: str, home: str) -> Party:
    """Return the firm; the division of the office that registered it stands in its code."""
    return Party(code, name.strip(), local=bool(home) and code[2:6] == home)
