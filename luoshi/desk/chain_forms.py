"""Forms of the chain map: what a firm can make, that somebody has looked, where a way is to lead."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ChineseSelect
from luoshi.platforms.investment.models import Capacity, Firm, Node

_DATE = {"type": "date"}


class CapacityForm(forms.Form):
    """A firm's yearly output of a node, with its evidence."""

    firm = forms.CharField(label=_("企业统一社会信用代码"), max_length=18)
    output = forms.DecimalField(
        label=_("年产能"),
        min_value=Decimal(0),
        max_digits=16,
        decimal_places=3,
        help_text=_("已停产的填 0。以前的版本保留。"),
    )
    kind = forms.ChoiceField(label=_("依据种类"), choices=Capacity.Kind.choices, widget=ChineseSelect)
    words = forms.CharField(
        label=_("依据"),
        max_length=300,
        help_text=_("不得使用统计调查中取得的单个企业资料（统计法第二十八条）。"),
    )
    dated_on = forms.DateField(label=_("依据日期"), widget=forms.DateInput(_DATE, format="%Y-%m-%d"))

    def clean_firm(self) -> Firm:
        """Return the firm of the code."""
        code = str(self.cleaned_data["firm"]).strip().upper()
        firm = Firm.objects.filter(uscc=code).first()
        if firm is None:
            raise ValidationError(_("没有登记这家企业，请先登记企业。"))
        return firm


class SurveyForm(forms.Form):
    """Somebody has listed all who make a node's products in the city."""

    on = forms.DateField(label=_("摸排日期"), widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    source = forms.CharField(label=_("摸排依据"), max_length=300)


class WayForm(forms.Form):
    """Where a way from a node is to lead."""

    to = forms.ChoiceField(label=_("到哪个环节"), widget=ChineseSelect)

    def __init__(self, *args: Any, nodes: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["to"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [(node.code, node.name) for node in nodes]
