"""Forms of a refund: what a holder asks and answers, what a shop answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.platforms.prepaid.forms import ActForm
from luoshi.platforms.prepaid.merchant_forms import CounterForm
from luoshi.platforms.prepaid.types.refund import REASONS

_WORDS = forms.Textarea({"rows": 3})


class RefundForm(ActForm):
    """Why the money of a payment is asked back."""

    contract = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("为什么退"), choices=REASONS)
    stopped_on = forms.DateField(
        label=_("商户从哪天起不再服务"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("关门、停课的填，期限卡按它计算。"),
    )
    payer_age = forms.IntegerField(
        label=_("付款人周岁"), required=False, min_value=0, max_value=120, help_text=_("付款人未成年的填。")
    )
    grounds = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=_WORDS)

    def clean(self) -> dict[str, Any]:
        """Return the values where a minor's payment says the age."""
        values = super().clean() or self.cleaned_data
        if values.get("reason") == "void" and values.get("payer_age") is None:
            self.add_error("payer_age", _("主张付款人未成年的，请填周岁。"))
        return values

    @property
    def said(self) -> dict[str, Any]:
        """Return what the matter keeps beside the reason."""
        given = self.cleaned_data
        return {name: given[name] or None for name in ("stopped_on", "payer_age", "grounds")}


class RefundAnswerForm(ActForm):
    """What a holder says of a refund that runs."""

    refund = forms.CharField(max_length=60, widget=forms.HiddenInput)
    action = forms.ChoiceField(
        choices=[("confirm", ""), ("contest", ""), ("withdraw", "")], widget=forms.HiddenInput
    )
    note = forms.CharField(label=_("哪里不同意"), required=False, max_length=2000, widget=_WORDS)

    def clean(self) -> dict[str, Any]:
        """Return the values where a contest says why."""
        values = super().clean() or self.cleaned_data
        if values.get("action") == "contest" and not values.get("note"):
            self.add_error("note", _("请说明哪里不同意。"))
        return values


class ShopAnswerForm(CounterForm):
    """What a shop says of a refund: that it agrees, why it does not, or when it has paid."""

    action = forms.ChoiceField(
        choices=[("accept", ""), ("dispute", ""), ("pay", "")], widget=forms.HiddenInput
    )
    objection = forms.CharField(label=_("异议"), required=False, max_length=2000, widget=_WORDS)
    had_before = forms.BooleanField(
        label=_("订立合同时已在别处获得过相同的商品或服务"),
        required=False,
        help_text=_("第十四条的例外，由您提供证据；没有证据的不予采纳。"),
    )
    paid_on = forms.DateField(
        label=_("付款日期"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Return the values where the answer has what it needs."""
        values = super().clean() or self.cleaned_data
        if values.get("action") == "dispute" and not values.get("objection"):
            self.add_error("objection", _("请写明异议。"))
        if values.get("action") == "pay" and not values.get("paid_on") and "paid_on" not in self.errors:
            self.add_error("paid_on", _("请填付款日期。"))
        return values

    @property
    def data_of_act(self) -> dict[str, Any]:
        """Return what the act takes of the form."""
        given = self.cleaned_data
        said = {
            "dispute": {"objection": given["objection"], "had_before": given["had_before"]},
            "pay": {"paid_on": given["paid_on"].isoformat() if given["paid_on"] else None},
        }
        return said.get(given["action"], {})
