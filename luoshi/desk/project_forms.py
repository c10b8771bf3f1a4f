"""What the desk's list of projects is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.desk.forms import ANY, ChineseSelect, PlainSelect
from luoshi.platforms.projects.queries.looking import Wanted
from luoshi.platforms.projects.queries.places import Places, unit_of
from luoshi.platforms.projects.types.project import PROJECT, SORTS

_STATES = [(state.key, state.title) for state in PROJECT.states]
_BANDS = [
    ("s", _("不足 500 万元")),
    ("m", _("500 万至 5000 万元")),
    ("l", _("5000 万至 1 亿元")),
    ("xl", _("1 亿至 10 亿元")),
    ("xxl", _("10 亿元以上")),
]
_STALLED = [("30", _("30 天以上")), ("90", _("90 天以上")), ("180", _("180 天以上")), ("365", _("一年以上"))]
_ORDERS = [
    ("size", _("计划总投资")),
    ("waiting", _("停留最久")),
    ("moved", _("最近办理")),
    ("start", _("计划开工")),
]


class ProjectSearch(forms.Form):
    """What is looked for. Anything unknown is ignored rather than refused."""

    q = forms.CharField(
        label=_("搜索"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    district = forms.ChoiceField(label=_("区县"), required=False, widget=ChineseSelect)
    unit = forms.ChoiceField(label=_("责任单位"), required=False, widget=ChineseSelect)
    state = forms.ChoiceField(label=_("环节"), required=False, choices=[*ANY, *_STATES], widget=ChineseSelect)
    sort = forms.ChoiceField(
        label=_("项目类别"), required=False, choices=[*ANY, *SORTS], widget=ChineseSelect
    )
    size = forms.ChoiceField(
        label=_("计划总投资"), required=False, choices=[*ANY, *_BANDS], widget=PlainSelect
    )
    stalled = forms.ChoiceField(
        label=_("停留"), required=False, choices=[*ANY, *_STALLED], widget=PlainSelect
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("order", "排序"), required=False, choices=_ORDERS, widget=PlainSelect
    )

    def __init__(self, *args: Any, places: Places, units: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.units = places, {unit_of(path): path for path in units}
        named = [(code, places.names.get(code, code)) for code in self.units]
        self._offer("district", places.districts)
        self._offer("unit", named)

    def wanted(self) -> Wanted:
        """Return what is looked for, of what can be."""
        self.is_valid()
        given = {key: value for key, value in self.cleaned_data.items() if value}
        if "district" in given:
            given["district"] = self.places.district(given["district"])
        if "unit" in given:
            given["unit"] = self.units[given["unit"]]
        if "stalled" in given:
            given["stalled"] = int(given["stalled"])
        return Wanted(**given)

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*ANY, *choices]
