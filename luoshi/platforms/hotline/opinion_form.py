"""The form of a round: what somebody wants a department to answer for, and how to reach them if they like."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.orgs.doors import plain_phone
from luoshi.platforms.hotline.actions.rounds import LONGEST
from luoshi.platforms.hotline.forms import ChineseSelect, FormKey, localities
from luoshi.platforms.hotline.models import Opinion


class OpinionForm(FormKey):
    """One opinion. Nothing else is needed; a number only lets somebody be asked how the answer pleases."""

    text = forms.CharField(
        label=_("您希望哪件事有人管"),
        min_length=4,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("在哪里、什么事、多久了。请不要写姓名、电话、身份证号。"),
    )
    place = forms.ChoiceField(label=_("在哪个街道、乡镇"), required=False, widget=ChineseSelect)
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=_("加密保存。只用来在办完后随机抽人问一问满不满意，每次查看都有记录。"),
    )
    channel = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不确定，或与地点无关")), *localities(on)]

    def clean_text(self) -> str:
        """Return what was said without gaps around it."""
        return re.sub(r"\r\n?", "\n", self.cleaned_data["text"]).strip()

    def clean_phone(self) -> str:
        """Return the number without gaps."""
        return plain_phone(self.cleaned_data["phone"])

    def clean_channel(self) -> str:
        """Return how they came to the page: by the code of a poster, or else."""
        scanned = self.cleaned_data["channel"] == Opinion.Channel.SCAN
        return str(Opinion.Channel.SCAN if scanned else Opinion.Channel.PAGE)
