"""The form of a knowledge entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ChineseSelect
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.actions import Entry
from luoshi.platforms.hotline.advising.categories import TABLE
from luoshi.platforms.hotline.models import Knowledge

_DATE = {"type": "date"}


class KnowledgeSearch(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(
        label=_("搜索"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )


class KnowledgeForm(forms.Form):
    """What an edition says."""

    question = forms.CharField(label=_("问题"), max_length=200)
    answer = forms.CharField(
        label=_("答复"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("话务员照着念，居民也会看到。不写个人信息。"),
    )
    category = forms.ChoiceField(label=_("诉求分类"), widget=ChineseSelect)
    owner = forms.ChoiceField(label=_("责任单位"), widget=ChineseSelect)
    law = forms.CharField(label=_("依据"), max_length=200, required=False)
    valid_from = forms.DateField(label=_("起始日"), widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    valid_to = forms.DateField(
        label=_("终止日"),
        required=False,
        widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        help_text=_("从这一天起不再使用。"),
    )

    def __init__(self, *args: Any, on: date, owners: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = city_table(TABLE)
        groups: dict[str, list[tuple[str, str]]] = {}
        for entry in table.leaves(on):
            groups.setdefault(table.titled(entry.parent), []).append((entry.code, entry.title))
        self._offer("category", list(groups.items()))
        self._offer("owner", [(unit.code, unit.name) for unit in owners])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *choices]

    def entry(self) -> Entry:
        """Return what was filled in."""
        return Entry(**self.cleaned_data)


def said_by(row: Knowledge) -> dict[str, Any]:
    """Return what an edition says, to be changed."""
    plain = ("question", "answer", "category", "law", "valid_from", "valid_to")
    return {name: getattr(row, name) for name in plain} | {"owner": row.owner.code}
