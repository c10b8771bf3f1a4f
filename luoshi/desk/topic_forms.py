"""Forms of 群众点题 at the desk: a round, and what is done with the opinions that came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ChineseSelect
from luoshi.kernel.orgs.models import Organisation

_DAY = {"type": "date"}


class OrganiserField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic when it runs
    """A choice among organisations by their names."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Return the name."""
        return obj.name


class RoundForm(forms.Form):
    """A new round of gathering."""

    title = forms.CharField(label=_("名称"), max_length=120)
    slug = forms.SlugField(
        label=_("网址"),
        max_length=60,
        help_text=_("小写字母、数字和横线，例如 2026-spring；印在海报上，不能再改。"),
    )
    about = forms.CharField(
        label=_("征集什么"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("向社会公开，显示在征集页最前面。"),
    )
    opens_on = forms.DateField(label=_("开始"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    closes_on = forms.DateField(label=_("截止"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    organiser = OrganiserField(
        label=_("组织单位"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        widget=ChineseSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, organisers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organiser"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisers
