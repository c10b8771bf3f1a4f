"""Forms of the residents' doors: plain words, one question at a time, nothing asked that is not needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.doors import OnceForm, plain_phone
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.advising.said import Said
from luoshi.platforms.hotline.types.request import CAUSES, SORTS, YES_NO

_ABOUT = ("title", "sort", "category", "locality", "address", "merchant")
_LONGEST = 200
Choices = list[tuple[str, Any]]


class ChineseSelect(forms.Select):
    """A choice among the city's own words, which stay Chinese on an English page."""

    def __init__(self) -> None:
        super().__init__(attrs={"lang": "zh-hans"})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the option that stands for none as what it is: a word of the page."""
        option = super().create_option(name, value, *args, **kwargs)
        if not value:
            option["attrs"]["lang"] = get_language()
        return option


class FormKey(OnceForm):
    """A form of the hotline that takes effect once; photos do not come along with it."""

    expired = _("这张表放得太久了。请核对后再提交一次；照片要重新选择。")


class AskForm(FormKey):
    """What a resident asks for. Name and number are optional: who gives neither is anonymous."""

    title = forms.CharField(
        label=_("一句话说是什么事"),
        max_length=60,
        help_text=_("例如：楼下路灯三天不亮。请不要写姓名、电话、身份证号。"),
    )
    content = forms.CharField(
        label=_("详细情况"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("什么时候开始、现在怎样、希望怎么解决。"),
    )
    sort = forms.ChoiceField(
        label=_("您要"), choices=[(key, _(title)) for key, title in SORTS], widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=_("属于哪一类"), required=False, widget=ChineseSelect)
    locality = forms.ChoiceField(label=_("在哪个街道、乡镇"), required=False, widget=ChineseSelect)
    address = forms.CharField(
        label=_("具体位置"), required=False, max_length=200, help_text=_("小区、路口、门牌，或附近的标志物。")
    )
    happened_on = forms.DateField(
        label=_("发生日期"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    accused = forms.ChoiceField(
        label=_("反映的是哪个单位"),
        required=False,
        widget=ChineseSelect,
        help_text=_("投诉、举报单位时选。被反映的单位看不到这件诉求，也不能承办。"),
    )
    merchant = forms.SlugField(
        label=_("涉及哪家店的预付卡"),
        required=False,
        max_length=40,
        help_text=_("填门口二维码旁的门店编号；与预付卡无关的不填。"),
    )
    name = forms.CharField(
        label=_("怎么称呼您"), required=False, max_length=40, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=_("加密保存，只给受理、承办的人在需要时查看，每次查看都有记录。"),
    )
    callback = forms.BooleanField(label=_("办完后给我回电话"), required=False)
    confidential = forms.BooleanField(
        label=_("要求保密"), required=False, help_text=_("承办单位也看不到您的姓名和电话。")
    )
    public = forms.BooleanField(
        label=_("同意公开答复"),
        required=False,
        help_text=_(
            "公开的是类别、街道、大致位置、承办单位、期限、进度和答复；不公开您写的内容、姓名、电话和门牌。"
        ),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._on = on
        self._offer("category", _("说不清，由工作人员判断"), _categories(on))
        self._offer("locality", _("不确定，或与地点无关"), localities(on))
        self._offer("accused", _("没有，或不针对某个单位"), _bodies(on))

    @classmethod
    def known(cls, said: Mapping[str, str]) -> dict[str, str]:
        """Return what a page that leads here may fill in: what it is about and where, never who asks."""
        return {name: said[name][:_LONGEST] for name in _ABOUT if name in said}

    def _offer(self, name: str, none: Any, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *choices]

    def clean_phone(self) -> str:
        """Return the number without gaps."""
        return plain_phone(self.cleaned_data["phone"])

    def clean_happened_on(self) -> date | None:
        """Return the day, which has come."""
        day: date | None = self.cleaned_data["happened_on"]
        if day and day > self._on:
            raise forms.ValidationError(_("日期还没有到。"))
        return day

    def clean(self) -> dict[str, Any]:
        """Return the values where what is wished for can be done."""
        values = super().clean() or self.cleaned_data
        if values.get("callback") and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("要回电话，请留下号码。"))
        return values

    def request(self) -> dict[str, Any]:
        """Return the values as the request keeps them. Who asks for confidence is not published."""
        given: Mapping[str, Any] = self.cleaned_data
        values = {key: value for key, value in given.items() if value not in ("", None) and key != "key"}
        if accused := values.pop("accused", ""):
            values["accused"] = [accused]
        return values | {"channel": "web", "public": given["public"] and not given["confidential"]}


class NeighbourForm(forms.Form):
    """Which matter, and where: what others asked is looked for by it. Anything unknown is ignored."""

    category = forms.ChoiceField(label=_("属于哪一类"), required=False, widget=ChineseSelect)
    locality = forms.ChoiceField(label=_("在哪个街道、乡镇"), required=False, widget=ChineseSelect)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, none, choices in (
            ("category", _("请选择"), _categories(on)),
            ("locality", _("请选择"), localities(on)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *choices]

    def said(self) -> Said:
        """Return what is looked for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Said(content="", category=chosen.get("category", ""), locality=chosen.get("locality", ""))


class FollowForm(forms.Form):
    """The two things that were told when the request was taken."""

    number = forms.CharField(
        label=_("诉求编号"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("12位，分三组，横线可以不写。"),
    )


class BearerForm(FormKey, FollowForm):
    """What is done with the code: it comes along unseen from the page that the code opened."""

    number = forms.CharField(max_length=60, widget=forms.HiddenInput)
    code = forms.CharField(max_length=40, widget=forms.HiddenInput)


class SupplementForm(BearerForm):
    """More about a request that is being handled."""

    more = forms.CharField(label=_("补充什么"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class ReopenForm(BearerForm):
    """Why a finished request is to be taken up again."""

    reason = forms.CharField(label=_("为什么要重新办理"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class RateForm(BearerForm):
    """Three questions about the answer."""

    solved = forms.ChoiceField(
        label=_("问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        widget=forms.RadioSelect,
    )
    satisfied = forms.ChoiceField(
        label=_("对办理满意吗"), choices=[("yes", _("满意")), ("no", _("不满意"))], widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(
        label=_("不满意是因为"),
        choices=[(key, _(title)) for key, title in CAUSES],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("选“单位办理不到位”的，退回单位重办。满意的不用选。"),
    )
    note = forms.CharField(
        label=_("想说的话"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Return the values where displeasure says what it is about."""
        values = super().clean() or self.cleaned_data
        if values.get("satisfied") == "no" and not values.get("cause") and "cause" not in self.errors:
            self.add_error("cause", _("请选择不满意的原因。"))
        if self.sends_back and not values.get("note"):
            self.add_error("note", _("要退回重办，请写明哪里没有办好。"))
        return values

    @property
    def sends_back(self) -> bool:
        """Tell whether the unit has to do it again."""
        said = self.cleaned_data
        return said.get("satisfied") == "no" and said.get("cause") == "unit"

    def rating(self) -> dict[str, Any]:
        """Return the answers. A cause is one of displeasure only."""
        said, yes = self.cleaned_data, YES_NO[0][0]
        return {
            "solved": said["solved"] == yes,
            "satisfied": said["satisfied"] == yes,
            "cause": said["cause"] if said["satisfied"] != yes else "",
            "note": said["note"],
        }


def _categories(on: date) -> Choices:
    table = city_table("hotline_categories")
    groups: dict[str, Choices] = {}
    for entry in table.leaves(on):
        groups.setdefault(table.titled(entry.parent), []).append((entry.code, entry.title))
    return list(groups.items())


def localities(on: date) -> Choices:
    """Return the streets and towns in force on the day, under their districts."""
    rows = Organisation.objects.filter(kind__in=(Kind.DISTRICT, Kind.STREET, Kind.TOWN, Kind.INSTITUTION))
    within = rows.in_force(on).exclude(region="").order_by("path")
    return list(_grouped(within.values_list("code", "short", "name", "kind")))


def _grouped(rows: Any) -> Iterator[tuple[str, Any]]:
    title, group = "", Choices()
    for code, short, name, kind in rows:
        if kind == Kind.DISTRICT:
            if group:
                yield title, group
            title, group = short, [(code, f"{short}（说不清街道乡镇）")]
        else:
            group.append((code, name))
    if group:
        yield title or "—", group


def _bodies(on: date) -> Choices:
    kinds = (Kind.DEPARTMENT, Kind.DISTRICT)
    rows = Organisation.objects.in_force(on).filter(kind__in=kinds)
    return list(rows.order_by("path").values_list("code", "name"))
