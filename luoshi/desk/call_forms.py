"""The form of an agent who has somebody on the telephone: keys only, what matters first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ChineseSelect
from luoshi.platforms.hotline.advising.said import Said, title_of
from luoshi.platforms.hotline.codes import person_of
from luoshi.platforms.hotline.forms import AskForm
from luoshi.platforms.hotline.types.request import CHANNELS

_SPOKEN = ("phone", "visit", "letter", "email", "board", "transfer")
_KEYS = {  # with Alt; radio buttons would all have the same
    "phone": "p",
    "content": "w",
    "locality": "l",
    "address": "d",
    "category": "c",
    "callback": "b",
    "confidential": "m",
}


class CallForm(AskForm):
    """What the agent writes down. The title is the first sentence unless one is given."""

    channel = forms.ChoiceField(
        label=_("渠道"),
        choices=[(key, title) for key, title in CHANNELS if key in _SPOKEN],
        initial="phone",
        widget=ChineseSelect,
    )
    call = forms.CharField(label=_("录音号"), required=False, max_length=60)
    repeat_of = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    answered = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self._label("phone", _("来电号码"), "")
        self._label("name", _("姓名"), "")
        self._label("content", _("说的什么事"), "")
        self._label("title", _("标题"), _("不写的，取第一句话。"))
        self._label("sort", _("诉求类型"), "")
        self._label("category", _("诉求分类"), "")
        self._label("locality", _("哪个街道、乡镇"), "")
        self._label("address", _("具体位置"), "")
        self._label("accused", _("被反映单位"), "")
        self._label("merchant", _("涉及门店"), "")
        self._label("callback", _("需要回访"), "")
        self._label("confidential", _("要求保密"), "")
        self._label("public", _("同意公开答复"), "")
        self._number_categories()
        self.fields["title"].required = False
        self.fields["sort"].initial = "help"
        self.fields["content"].widget.attrs["rows"] = 5
        for name, key in _KEYS.items():
            self.fields[name].widget.attrs["accesskey"] = key
        self.fields["phone"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def _label(self, name: str, label: Any, help_text: Any) -> None:
        self.fields[name].label, self.fields[name].help_text = label, help_text

    def _number_categories(self) -> None:
        """Begin each category with its code, so that typing the code in the list chooses it."""
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        choices: Any = field.choices
        none, *groups = choices
        numbered = [(group, [(code, f"{code} {title}") for code, title in rows]) for group, rows in groups]
        field.choices = [none, *numbered]

    def clean_title(self) -> str:
        """Return the title, or an empty one that the content is to give."""
        return str(self.cleaned_data["title"]).strip()

    def request(self) -> dict[str, Any]:
        """Return the values as the request keeps them."""
        values = super().request() | {"channel": self.cleaned_data["channel"]}
        for name in ("shown", "answered"):
            values.pop(name, None)
        return values | {"title": self.cleaned_data["title"] or title_of(self.cleaned_data["content"])}


def said_in(posted: Any) -> Said:
    """Return what a form says that is still being filled in. Nothing is refused."""

    def text(name: str, most: int = 60) -> str:
        return str(posted.get(name, ""))[:most].strip()

    accused = text("accused")
    return Said(
        title=text("title"),
        content=text("content", 4000),
        category=text("category"),
        locality=text("locality"),
        person=person_of(text("phone")) or "",
        sort=text("sort"),
        accused=(accused,) if accused else (),
    )
