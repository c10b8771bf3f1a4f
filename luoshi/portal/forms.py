"""Filters a visitor may set; anything unknown is ignored rather than refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.commitments.models import Kind, Strength
from luoshi.ui.words import STATES

LATE = ("late", _("欠进度和严重滞后"))
ANY = [("", _("全部"))]


class ChineseSelect(forms.Select):
    """A choice among words of the report, which stay Chinese on an English page."""

    template_name = "portal/_chinese_select.html"


class CommitmentFilter(forms.Form):
    """What the list of commitments may be narrowed by."""

    q = forms.CharField(
        label=_("搜索"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    section = forms.ChoiceField(label=_("章节"), required=False, widget=ChineseSelect)
    kind = forms.ChoiceField(label=_("可核验等级"), required=False, choices=[*ANY, *Kind.choices])
    strength = forms.ChoiceField(label=_("约束程度"), required=False, choices=[*ANY, *Strength.choices])
    state = forms.ChoiceField(
        label=_("进展"),
        required=False,
        choices=[*ANY, *((code, _(title)) for code, title in STATES.items()), LATE],
    )
    livelihood = forms.BooleanField(label=_("只看民生实事"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*ANY, *sections]

    def chosen(self) -> dict[str, Any]:
        """Return what was set and is known."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FigureFilter(forms.Form):
    """What the comparison of reports may be narrowed by."""

    indicator = forms.CharField(
        label=_("指标"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    half = forms.ChoiceField(
        label=_("部分"),
        required=False,
        choices=[("plan", _("今年部署")), ("review", _("上年回顾")), ("outlook", _("远景目标"))],
    )

    def chosen(self) -> dict[str, str]:
        """Return the indicator, empty where none is asked for, and the half, by default this year's plan."""
        self.is_valid()
        fields = self.cleaned_data
        return {"indicator": fields.get("indicator", ""), "half": fields.get("half") or "plan"}
