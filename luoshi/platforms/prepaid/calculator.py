"""The form of the public refund calculator: what is asked of a contract, and the facts it makes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.base.money import Money
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.prepaid.models import CardKind, Shop
from luoshi.platforms.prepaid.rules import (
    Agreed,
    Claim,
    Contract,
    Facts,
    Form,
    Reason,
    Refund,
    Terms,
    Use,
    refund_of,
    signed_under,
    terms_of,
)

_REASONS = (
    (Reason.MERCHANT.value, _("商户的原因：关店、搬迁、降低质量、不履行")),
    (Reason.CONSUMER.value, _("我自己的原因")),
    (Reason.NEITHER.value, _("都不是：身体状况变化、不可抗力等")),
    (Reason.VOID.value, _("付款的是未成年人")),
)

_GROUPS = (
    ("all", "", ("form", "sector", "paid", "paid_on")),
    ("stored", _("储值卡用了多少"), ("bonus", "used", "list_value")),
    ("counted", _("次卡、课程卡用了多少"), ("times", "used_times", "list_price")),
    ("timed", _("从什么时候到什么时候"), ("starts_on", "term", "unit", "stopped_on")),
    ("claim", _("退款"), ("reason", "age", "had_before", "asked_on")),
    ("interest", _("利息"), ("paid_back_on", "percent", "supervised")),
)


def _told(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return the choices in the visitor's language."""
    return [(key, _(str(title))) for key, title in choices]


class YuanField(forms.DecimalField):
    """An amount in yuan with at most two decimals."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            **{"max_digits": 10, "decimal_places": 2, "min_value": Decimal(0), "widget": widget, **more}
        )


class DayField(forms.DateField):
    """A day, chosen from a calendar."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more})


class CalculatorForm(forms.Form):
    """What a refund depends on. Nothing of it names anybody, so it may stand in an address."""

    form = forms.ChoiceField(
        label=_("哪种卡"), choices=_told(CardKind.Form.choices), widget=forms.RadioSelect
    )
    sector = forms.ChoiceField(label=_("行业"), choices=_told(Shop.Sector.choices))
    paid = YuanField(label=_("实际付了多少元"), min_value=Decimal("0.01"))
    bonus = YuanField(label=_("商户另送多少元"), required=False)
    paid_on = DayField(label=_("哪天付的款"))
    used = YuanField(label=_("已经用掉多少元"), required=False, help_text=_("储值卡填：从余额里扣掉的钱。"))
    list_value = YuanField(
        label=_("用掉的部分按原价值多少元"), required=False, help_text=_("刷卡时打了折的填，没打折不用填。")
    )
    times = forms.IntegerField(label=_("一共买了多少次"), required=False, min_value=0, max_value=100_000)
    used_times = forms.IntegerField(label=_("已经用了多少次"), required=False, min_value=0, max_value=100_000)
    list_price = YuanField(label=_("不办卡时一次多少元"), required=False, help_text=_("次卡、课程卡填。"))
    starts_on = DayField(label=_("从哪天起可以用"), required=False, help_text=_("期限卡、课程卡填。"))
    term = forms.IntegerField(label=_("期限多长"), required=False, min_value=0, max_value=3650)
    unit = forms.ChoiceField(label=_("期限按什么算"), choices=_told(CardKind.Unit.choices), required=False)
    stopped_on = DayField(label=_("商户从哪天起不再服务"), required=False)
    reason = forms.ChoiceField(label=_("为什么退"), choices=_REASONS, widget=forms.RadioSelect)
    age = forms.IntegerField(
        label=_("付款人当时几周岁"),
        required=False,
        min_value=0,
        max_value=150,
        help_text=_("未成年人付款的填。"),
    )
    had_before = forms.BooleanField(label=_("付款前已经享受过同样的商品或服务，商户有证据"), required=False)
    asked_on = DayField(label=_("哪天提出退款"))
    paid_back_on = DayField(
        label=_("利息算到哪天"), required=False, help_text=_("不填只算到提出退款的那天。")
    )
    percent = forms.DecimalField(
        label=_("合同约定的年利率，%"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=3,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    supervised = YuanField(label=_("其中存管了多少元"), required=False, help_text=_("不知道可不填。"))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the fields by what they are about; the page shows those of the chosen kind of card."""
        return [
            {"name": name, "title": title, "fields": [self[field] for field in fields]}
            for name, title, fields in _GROUPS
        ]

    def facts(self, terms: Terms) -> Facts:
        """Return the facts, under the rules of the day of payment."""
        said, form = self.cleaned_data, Form(self.cleaned_data["form"])
        counted, timed = form.counted, form is Form.PERIOD
        contract = Contract(
            form=form,
            paid=_fen(said["paid"]),
            paid_on=said["paid_on"],
            terms=terms,
            bonus=0 if counted or timed else _fen(said["bonus"]),
            supervised=_fen(said["supervised"]),
            times=(said["times"] or 0) if counted else 0,
            list_price=_fen(said["list_price"]) if counted else 0,
            starts_on=said["starts_on"],
            term=said["term"] or 0,
            unit=said["unit"] or "month",
            agreed=Agreed(percent=said["percent"]),
        )
        stored = form is Form.STORED
        use = Use(
            face=_fen(said["used"]) if stored else 0,
            list_value=_fen(said["list_value"]) if stored and said["list_value"] else None,
            times=(said["used_times"] or 0) if counted else 0,
            stopped_on=said["stopped_on"],
        )
        return Facts(contract=contract, claim=self._claim(), use=use)

    def _claim(self) -> Claim:
        said = self.cleaned_data
        asked_on: date = said["asked_on"]
        return Claim(
            reason=Reason(said["reason"]),
            asked_on=asked_on,
            ended_on=asked_on,
            paid_back_on=max(asked_on, said["paid_back_on"] or asked_on),
            had_before=said["had_before"],
            had_before_proven=said["had_before"],
            payer_age=said["age"],
        )


def reckoned(form: CalculatorForm) -> Refund:
    """Return the refund that a form without faults asks for, by the rules of the day of payment."""
    said = form.cleaned_data
    scope = f"{settings.CITY.scope}#{said['sector']}"
    terms = terms_of(signed_under(parameter_book(), on=said["paid_on"], scope=scope))
    return refund_of(form.facts(terms), calendar=working_calendar())


def _fen(amount: Decimal | None) -> int:
    return Money.yuan(amount).fen if amount else 0
